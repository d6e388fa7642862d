import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultConfigs } from '../workflows/fake-configs.ts';
import { fakeWorld, type FakeWorld } from '../workflows/fake-world.ts';
import { openWorkflowBench, type WorkflowBench } from '../workflows/workflow-bench.ts';
import type { Bench, BenchFigure } from './bench.ts';
import { secondsOf } from './stopwatch.ts';

const groups = 64;
const samples = 8;

/**
 * What Temporal and the workflow code cost: training steps of 64 groups of 8 samples whose activities
 * do nothing, on a real server that keeps its histories in a file. A step is the difference of a long
 * and a short run, so that opening, warm start and the two evaluations cancel out.
 */
export const bench: Bench = {
  title: 'Orchestration of a rollout step, 64 groups of 8 samples',
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'evoline-bench-'));
    const world = fakeWorld();
    const runs = await openWorkflowBench(world, databaseIn(folder));
    try {
      await secondsOfRun(runs, world, { steps: 1, chunkGroups: 8 }); // compiles and connects
      const inChunks = await secondsPerStep(runs, world, 8);
      const single = await secondsPerStep(runs, world, 1);
      return figures(inChunks, single);
    } finally {
      await runs.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** As the local stack runs its server. */
function databaseIn(folder: string): readonly string[] {
  const pragmas = ['journal_mode=wal', 'synchronous=normal'];
  const file = join(folder, 'temporal.sqlite');
  return ['--db-filename', file, ...pragmas.flatMap((pragma) => ['--sqlite-pragma', pragma])];
}

function figures(inChunks: number, single: number): readonly BenchFigure[] {
  const note = '8 chunks of 8 groups, fake activities';
  return [
    {
      figure: '64 single groups / 8 chunks',
      value: single / inChunks,
      unit: 'x',
      note: `${single.toPrecision(2)} s a step with one activity per group`,
    },
    { figure: 'orchestration per step', value: inChunks, unit: 's', note },
    {
      figure: 'orchestration per sample',
      value: (inChunks / groups / samples) * 1e3,
      unit: 'ms',
      note,
    },
  ];
}

async function secondsPerStep(
  runs: WorkflowBench,
  world: FakeWorld,
  chunkGroups: number,
): Promise<number> {
  const short = await secondsOfRun(runs, world, { steps: 2, chunkGroups });
  const long = await secondsOfRun(runs, world, { steps: 14, chunkGroups });
  return (long - short) / 12;
}

async function secondsOfRun(
  runs: WorkflowBench,
  world: FakeWorld,
  { steps, chunkGroups }: { readonly steps: number; readonly chunkGroups: number },
): Promise<number> {
  world.reset();
  world.state.groupsPerStep = groups;
  const sampling = { ...defaultConfigs.trainPolicy.sampling, samples };
  const size = { steps, chunkGroups, sampling, promptsPerStep: groups, evaluateEvery: 0 };
  world.state.configs.trainPolicy = size;
  return await secondsOf(async () => {
    const run = await runs.start('trainPolicy', `bench-${chunkGroups}-${steps}`);
    await run.result();
  });
}
