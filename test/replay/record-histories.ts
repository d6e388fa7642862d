// Program: records one golden history per workflow type, or of those that are named, into histories/,
// numbered after the ones that are there. They are added when workflow code changes on purpose, never replaced.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type WorkflowType, workflowTypes } from '@evoline/contract/run';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { type FakeWorld, fakeWorld } from '../workflows/fake-world.ts';
import { openWorkflowBench, type WorkflowBench } from '../workflows/workflow-bench.ts';

type Scenario = (bench: WorkflowBench, world: FakeWorld) => Promise<void>;

const parkOnce = async (bench: WorkflowBench, workflowId: string): Promise<void> => {
  await bench.until(workflowId, ({ waiting }) => waiting !== null);
  const handle = bench.environment.client.workflow.getHandle(workflowId);
  await handle.executeUpdate('retryStage', { args: [{}] });
};

/** What happens in each recorded run, beside its plain course. */
const scenarios: { readonly [W in WorkflowType]: Scenario } = {
  async runPipeline(bench, world) {
    world.fail('updatePolicy', 'trainer_out_of_memory');
    await parkOnce(bench, 'runPipeline');
  },
  async mineNightly(_, world) {
    const freeze = { publish: { minNewItems: 1, maxShareMove: 0.2 } };
    const bounds = { atOnce: 1, sourceHours: 2 / 3600 };
    const sources = ['demo:one', 'demo:two', 'demo:three'];
    world.state.configs = { mineNightly: { freeze, sources, ...bounds } };
    world.state.hanging = ['demo:two'];
    world.fail('openSource', 'git_failed');
  },
  async minePullRequests(_, world) {
    world.state.openingLimits = [200];
    world.state.rateLimits = [200];
    world.state.repositories = ['acme/one', 'acme/two'];
    world.state.gone = ['acme/two'];
    world.state.holders.set('mine:demo:', { holder: 'another', until: Date.now() + 300 });
    world.state.pages = 2;
  },
  async freezeDataset() {},
  async trainPolicy(bench, world) {
    world.state.idleSteps = [2];
    world.fail('sampleChunk', 'engine_wrong_policy');
    world.fail('updatePolicy', 'trainer_out_of_memory');
    await parkOnce(bench, 'trainPolicy');
  },
  async evaluateCheckpoint(bench, world) {
    world.fail('sampleChunk', 'engine_rejected');
    await parkOnce(bench, 'evaluateCheckpoint');
  },
};

const world = fakeWorld();
const bench = await openWorkflowBench(world);
const named = process.argv.slice(2);
for (const workflow of workflowTypes)
  if (named.length === 0 || named.includes(workflow)) await record(workflow);
await bench.close();

async function record(workflow: WorkflowType): Promise<void> {
  world.reset();
  const prepared = scenarios[workflow](bench, world);
  const handle = await bench.start(workflow, workflow);
  await Promise.all([prepared, handle.result()]);
  const history = historyToJSON(await handle.fetchHistory());
  const folder = join(import.meta.dirname, 'histories');
  const present = (await readdir(folder)).filter((name) => name.startsWith(`${workflow}-`));
  const text = JSON.stringify(JSON.parse(history, withoutMachine));
  await writeFile(join(folder, `${workflow}-${present.length + 1}.json`), `${text}\n`);
}

/** Stack traces hold paths and identities hold host names; a replay reads neither. */
function withoutMachine(key: string, value: unknown): unknown {
  if (key === 'stackTrace') return '';
  return key === 'identity' ? 'recorder' : value;
}
