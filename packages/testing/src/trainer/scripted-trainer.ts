import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pythonEnvironment } from '@evoline/clients/trainer/python-environment';
import type { PythonPolicy } from '@evoline/clients/trainer/python-policy';
import { programPath } from '../env.ts';

const guard = path.join(import.meta.dirname, '../../../policy/src/evoline_policy/guard.py');

/** How a scripted trainer may fail; each happens once, then never again. */
export interface ScriptedTrainerFaults {
  /** Kills itself (SIGKILL) in the middle of the update with this number, counted over the run. */
  readonly killAtUpdate?: number;
  /** Makes other weights than it should at this update. */
  readonly driftAtUpdate?: number;
}

/**
 * A trainer that speaks the protocol of `evoline_policy.update` under the real guard, with the
 * standard library alone: its weights are a hash of the weights before, the batch, the micro-batch
 * and, like a real optimizer, of everything since the last update. It starts in a tenth of a second.
 *
 * @param folder where its Python package is written; `starts` in it gets one line per start
 */
export async function scriptedTrainer(
  folder: string,
  faults: ScriptedTrainerFaults = {},
): Promise<PythonPolicy> {
  const module = path.join(folder, 'evoline_policy');
  await mkdir(module, { recursive: true });
  await writeFile(path.join(module, '__init__.py'), '');
  await writeFile(path.join(module, 'update.py'), script);
  await copyFile(guard, path.join(module, 'guard.py'));
  await writeFile(path.join(folder, 'faults.json'), JSON.stringify(faults));
  return {
    executable: 'python3',
    environment: pythonEnvironment({ PATH: programPath }, { source: folder, threads: 1 }),
    graceSeconds: 5,
    silenceSeconds: 30,
  };
}

const script = `
import hashlib, json, os, signal, sys
home = os.environ["PYTHONPATH"]
session = json.load(open(sys.argv[sys.argv.index("--session") + 1]))
faults = json.load(open(os.path.join(home, "faults.json")))

def say(**event): print(json.dumps(event), flush=True)
def hashed(*parts): return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
def read(path): return open(path).read()
def once(name):
    mark = os.path.join(home, name)
    if os.path.exists(mark): return False
    open(mark, "w").close()
    return True

resume = session["resume"]
if resume: weights, momentum, done = json.loads(read(os.path.join(resume["recovery_dir"], "state.json")))
else: weights, momentum, done = read(os.path.join(session["base_policy"], "weights")), "none", 0
if resume and done != resume["updates_done"]: sys.exit("wrong recovery state")
with open(os.path.join(home, "starts"), "a") as file:
    file.write(f"{done} updates, micro-batch {session['micro_batch']}\\n")
say(event="progress", phase="load")
say(event="ready", weights_digest=weights, updates_done=done, versions={}, torch_threads=1)

def save(folder, files):
    os.makedirs(folder)
    for name, text in files.items(): open(os.path.join(folder, name), "w").write(text)

for line in sys.stdin:
    request = json.loads(line)
    if request["op"] == "close": break
    name = request["id"]
    if request["expect_from_digest"] != weights:
        say(event="failed", id=name, code="digest_mismatch", message="other weights")
        continue
    say(event="progress", id=name, phase="forward")
    if faults.get("killAtUpdate") == done + 1 and once("killed"): os.kill(os.getpid(), signal.SIGKILL)
    batch = hashlib.sha256(open(request["batch"], "rb").read()).hexdigest()
    drift = faults.get("driftAtUpdate") == done + 1 and once("drifted")
    before = weights
    momentum = hashed(momentum, batch, session["micro_batch"], drift)
    weights = hashed(before, momentum, session["learning_rate"])
    done += 1
    policy, recovery = (os.path.join(request["out"], each) for each in ("policy", "recovery"))
    save(policy, {"weights": weights, "config.json": "{}"})
    if request["save_recovery"]: save(recovery, {"state.json": json.dumps([weights, momentum, done])})
    say(event="done", id=name, from_digest=before, weights_digest=weights, updates_done=done,
        metrics={"loss": 0.5}, policy_dir=policy,
        recovery_dir=recovery if request["save_recovery"] else None)
`;
