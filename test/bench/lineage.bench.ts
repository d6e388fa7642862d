import { findLineage } from '@evoline/cli/commands/lineage';
import { addressOf } from '@evoline/testing/database/seed-mined';
import { seedEvaluation } from '@evoline/testing/database/seed-evaluation';
import { hundredThousandSamples, seedTraining } from '@evoline/testing/database/seed-training';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import type { Bench, BenchFigure } from './bench.ts';
import { leastSeconds, secondsOf } from './stopwatch.ts';

/** Questions of lineage on one run of 200 steps, 64 groups of 8 samples: 102,400 samples. */
export const bench: Bench = {
  title: 'Lineage on 100,000 samples',
  async measure() {
    const ledger = await startTestDatabase();
    try {
      const seeding = await secondsOf(() => seed(ledger));
      return await figures(ledger, seeding);
    } finally {
      await ledger.stop();
    }
  },
};

async function seed({ database, sql }: TestDatabase): Promise<void> {
  const training = await seedTraining(database, hundredThousandSamples);
  await seedEvaluation(database, training);
  await sql('analyze');
}

async function figures(ledger: TestDatabase, seeding: number): Promise<readonly BenchFigure[]> {
  const pullRequest = addressOf({ repository: 'evoline-demo/train-01', number: 500 });
  const ask = (name: string) => async () => void (await findLineage(ledger.database, name));
  const first = await secondsOf(ask('latest'));
  const evaluation = await leastSeconds(5, ask('latest'));
  const back = await leastSeconds(5, ask(pullRequest));
  const counted = await leastSeconds(5, () => ledger.sql(countingSamples));
  const { steps, promptsPerStep, groupSize } = hundredThousandSamples;
  const samples = steps * promptsPerStep * groupSize;
  const milliseconds = (seconds: number) => ({ value: seconds * 1e3, unit: 'ms' });
  return [
    {
      figure: 'evaluation to its pull requests',
      ...milliseconds(evaluation),
      note: `${samples} samples`,
    },
    { figure: 'the same, asked first', ...milliseconds(first) },
    { figure: 'pull request to what it touched', ...milliseconds(back) },
    {
      figure: 'counting samples / roll-ups',
      value: counted / evaluation,
      unit: 'x',
      note: 'one count over all samples against the whole answer',
    },
    {
      figure: 'samples written per second',
      value: samples / seeding,
      unit: '/s',
      note: 'through the ledger, one connection',
    },
  ];
}

/** What the roll-ups spare: which item got how many samples, from the samples themselves. */
const countingSamples = `
  select g.item_digest, count(*), min(m.step), max(m.step)
  from batch_sample m join sample s using (run_id, group_id, index) join rollout_group g using (group_id)
  group by 1`;
