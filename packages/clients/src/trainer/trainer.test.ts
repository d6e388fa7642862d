import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PythonPolicy } from './python-policy.ts';
import { pythonEnvironment } from './python-environment.ts';
import { startTrainer, type Trainer } from './trainer.ts';

const guard = path.join(import.meta.dirname, '../../../policy/src/evoline_policy/guard.py');
const from = '0a'.repeat(32);
const to = '0b'.repeat(32);
const request = { batch: 'b', out: 'o', save_recovery: false, expect_from_digest: from };

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'evoline-trainer-'));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

describe('a trainer that works', () => {
  it('is ready with its weights, reports progress, makes new weights and ends when closed', async () => {
    const trainer = await started(`
ready()
for request in requests():
    if request["op"] == "close": break
    say(event="progress", id=request["id"], phase="backward", micro_batch=1)
    done(request)
`);
    expect([trainer.weightsDigest, trainer.updatesDone]).toEqual([from, 0]);
    const phases: string[] = [];
    const done = await trainer.update(
      request,
      call((phase) => phases.push(phase)),
    );
    expect(done).toMatchObject({ weights_digest: to, metrics: { loss: 0.5 }, recovery_dir: null });
    expect(phases).toEqual(['backward']);
    expect([trainer.weightsDigest, trainer.updatesDone]).toEqual([to, 1]);
    await trainer.close();
    expect(trainer.isAlive).toBe(false);
  });

  it('gets the session file, and none of the worker’s secrets', async () => {
    const trainer = await started(`
session = json.load(open(sys.argv[sys.argv.index("--session") + 1]))
if session["run"] != "r": sys.exit("wrong session")
if any("SECRET" in name or "TOKEN" in name.split("_") for name in os.environ): sys.exit("leak")
ready()
requests_until_close()
`);
    await trainer.close();
  });
});

describe('a trainer that fails', () => {
  const update = `
ready()
request = next(requests())
`;
  it.each([
    [
      'exits',
      'print("lost the device", file=sys.stderr); sys.exit(3)',
      'trainer_died',
      /exit code 3: lost the device/,
    ],
    ['is killed', 'os.kill(os.getpid(), 9)', 'trainer_died', /exit code 137|SIGKILL/],
    [
      'runs out of memory',
      'sys.exit("torch.OutOfMemoryError: CUDA out of memory")',
      'trainer_out_of_memory',
      /CUDA/,
    ],
    ['prints garbage', 'print("Epoch 1: 100%"); time.sleep(60)', 'trainer_garbled', /Epoch 1/],
    [
      'prints another shape',
      'say(event="done", id=request["id"]); time.sleep(60)',
      'trainer_garbled',
      /weights_digest/,
    ],
    [
      'answers another request',
      'done({"id": "x"}); time.sleep(60)',
      'trainer_garbled',
      /another request/,
    ],
    [
      'prints a line without end',
      'print("x" * 2_000_000, end=""); sys.stdout.flush(); time.sleep(60)',
      'trainer_garbled',
      /does not end/,
    ],
    [
      'says why',
      'say(event="failed", id=request["id"], code="non_finite_loss", message="loss nan")',
      'trainer_diverged',
      /loss nan/,
    ],
    ['leaves a grandchild on its pipes', 'grandchild(); sys.exit("gone")', 'trainer_died', /gone/],
  ])('%s: is ended and named', async (_what, script, code, message) => {
    const trainer = await started(`${update}${script}\n`);
    await expect(trainer.update(request, call())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(trainer.isAlive).toBe(false);
    await everyProcessIsGone();
  });

  it('hangs: is ended after the silence, with its children, although it ignores SIGTERM', async () => {
    const trainer = await started(
      `${update}signal.signal(signal.SIGTERM, signal.SIG_IGN); grandchild(); time.sleep(60)\n`,
      { silenceSeconds: 4, graceSeconds: 0.3 },
    );
    await expect(trainer.update(request, call())).rejects.toMatchObject({ code: 'trainer_silent' });
    await everyProcessIsGone();
  });

  it('is cancelled: gives the caller’s reason once everything is gone', async () => {
    const trainer = await started(
      `${update}grandchild()\nsay(event="progress", phase="on")\ntime.sleep(60)\n`,
    );
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const onProgress = () => controller.abort(reason);
    await expect(trainer.update(request, { signal: controller.signal, onProgress })).rejects.toBe(
      reason,
    );
    await everyProcessIsGone();
  });

  it('died while nobody asked: is known to be dead and says so', async () => {
    const trainer = await started('ready()\nsys.exit("bad luck")\n');
    await vi.waitFor(() => expect(trainer.isAlive).toBe(false), 10_000);
    await expect(trainer.update(request, call())).rejects.toMatchObject({ code: 'trainer_died' });
  });
});

describe('a trainer that cannot start', () => {
  it('has no program', async () => {
    await expect(start('', { executable: '/no/such/python' })).rejects.toMatchObject({
      code: 'trainer_unavailable',
    });
  });

  it('lacks a package', async () => {
    await expect(start('import no_such_package\n')).rejects.toMatchObject({
      code: 'trainer_unavailable',
      message: expect.stringContaining('no_such_package'),
    });
  });
});

it('leaves nothing behind when the worker itself is killed', async () => {
  await writePackage(
    'ready()\ngrandchild()\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)\n',
  );
  const worker = spawn(process.execPath, ['--input-type=module', '-e', workerScript()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(worker.stdout, 'data');
  await vi.waitFor(async () => expect(await pids()).toHaveLength(2), 10_000);
  worker.kill('SIGKILL');
  await everyProcessIsGone();
});

function workerScript(): string {
  const module = JSON.stringify(new URL('./trainer.ts', import.meta.url).href);
  return `
    import { startTrainer } from ${module};
    const call = { signal: new AbortController().signal, onProgress() {} };
    await startTrainer(${JSON.stringify(python())}, ${JSON.stringify(session())}, ${JSON.stringify(scratch)}, call);
    console.log('ready');
    setInterval(() => {}, 1000);
  `;
}

async function started(script: string, change: Partial<PythonPolicy> = {}): Promise<Trainer> {
  return start(script, change);
}

async function start(script: string, change: Partial<PythonPolicy> = {}): Promise<Trainer> {
  await writePackage(script);
  return startTrainer({ ...python(), ...change }, session() as never, scratch, call());
}

function call(onPhase: (phase: string) => void = () => {}) {
  return {
    signal: new AbortController().signal,
    onProgress: (progress: { phase: string }) => onPhase(progress.phase),
  };
}

function python(): PythonPolicy {
  const inherited = { ...process.env, GITHUB_TOKEN: 'x', DATABASE_SECRET: 'y' };
  return {
    executable: 'python3',
    environment: pythonEnvironment(inherited, { source: scratch, threads: 1 }),
    graceSeconds: 2,
    silenceSeconds: 20,
  };
}

function session() {
  return { protocol: 1, run: 'r' };
}

async function pids(): Promise<number[]> {
  const text = await readFile(path.join(scratch, 'pids'), 'utf8').catch(() => '');
  return text.split('\n').filter(Boolean).map(Number);
}

async function everyProcessIsGone(): Promise<void> {
  const started = await pids();
  expect(started).not.toEqual([]);
  await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]), 10_000);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function writePackage(script: string): Promise<void> {
  const folder = path.join(scratch, 'evoline_policy');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, '__init__.py'), '');
  await copyFile(guard, path.join(folder, 'guard.py'));
  await writeFile(path.join(folder, 'update.py'), `${prelude}${script}`);
}

const notePid = `
def note(pid):
    with open(os.path.join(os.environ["PYTHONPATH"], "pids"), "a") as file: file.write(f"{pid}\\n")
note(os.getpid())
`;

const prelude = `
import json, os, signal, subprocess, sys, time
${notePid}
def say(**event): print(json.dumps(event), flush=True)
def ready():
    say(event="ready", weights_digest="${from}", updates_done=0, versions={"trl": "1"}, torch_threads=1)
def requests():
    for line in sys.stdin: yield json.loads(line)
def requests_until_close():
    for request in requests():
        if request["op"] == "close": return
def done(request):
    say(event="done", id=request["id"], from_digest="${from}", weights_digest="${to}",
        updates_done=1, metrics={"loss": 0.5}, policy_dir="p", recovery_dir=None)
def grandchild():
    note(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid)
`;
