import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import type { Bench, BenchFigure } from './bench.ts';
import { partFigures } from './dataset/part-figures.ts';
import { seedRecords } from './dataset/seed-records.ts';

const sizes = { full: 273_000, quick: 5_000 } as const;
const nightly = 750;

/** Freezing, comparing, revoking and exporting versions of generated pull requests, each in a process of its own. */
export const bench: Bench = {
  title: 'Dataset versions',
  async measure(isFull) {
    const items = isFull ? sizes.full : sizes.quick;
    const ledger = await startTestDatabase();
    const home = await mkdtemp(join(tmpdir(), 'evoline-bench-'));
    try {
      return await figures(ledger, home, items);
    } finally {
      await ledger.stop();
      await rm(home, { recursive: true, force: true });
    }
  },
};

async function figures(
  ledger: TestDatabase,
  home: string,
  items: number,
): Promise<readonly BenchFigure[]> {
  const root = join(home, 'store');
  const store = openArtifactStore(root, { cache: join(home, 'cache') });
  const place = { database: ledger.database, store };
  const seed = async (runId: string, from: number, to: number) => {
    const since = performance.now();
    const { bytes } = await seedRecords(place, { runId, from, to });
    const seconds = (performance.now() - since) / 1e3;
    await ledger.sql('analyze');
    process.stderr.write(`seeded ${to - from} items in ${Math.round(seconds)} s\n`);
    return { seconds, bytes };
  };
  const { seconds, bytes } = await seed('first-mine', 0, items);
  const night = () => seed('second-mine', items, items + nightly);
  return await partFigures({
    databaseUrl: ledger.url,
    root,
    home,
    items,
    bytes,
    seedSeconds: seconds,
    night,
    databaseBytes: async () => {
      const [row] = await ledger.sql('select pg_database_size(current_database())::float8 as size');
      return Number(row?.['size']);
    },
  });
}
