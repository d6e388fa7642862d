// Program: does one part of what is measured in a process of its own and prints what it took.
import { performance } from 'node:perf_hooks';
import { freezeDataset } from '@evoline/activities/dataset/freeze-dataset';
import { readCurrentItems } from '@evoline/activities/dataset/read-current-items';
import { exportDataset } from '@evoline/cli/exporting/export-dataset';
import { withdrawalImpact } from '@evoline/cli/revoking/withdrawal-impact';
import { sweepStore } from '@evoline/cli/sweeping/sweep-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { type Database, openDatabase } from '@evoline/db/open-database';
import { placedItems } from '@evoline/db/queries/dataset-items';
import { datasetDifference } from '@evoline/db/queries/dataset-difference';
import { type DatasetRow, findDataset } from '@evoline/db/queries/datasets';
import { insertRun } from '@evoline/db/queries/runs';
import { type ItemRow, itemsOfPullRequest } from '@evoline/db/queries/items-of-pull-request';
import { winnowItems } from '@evoline/domain/dataset/winnow-items';
import { resolveFreezeConfig } from '@evoline/domain/run/resolve-freeze-config';
import { aRun } from '@evoline/testing/database/seed-mined';

export interface PartOrder {
  readonly databaseUrl: string;
  /** The artifact store. */
  readonly root: string;
  readonly part: Part;
}
export type Part =
  | { readonly kind: 'winnow' }
  | { readonly kind: 'freeze'; readonly runId: string; readonly seed: number }
  | { readonly kind: 'diff'; readonly before: string; readonly after: string }
  | { readonly kind: 'impact'; readonly version: string; readonly items: number }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'export'; readonly version: string; readonly folder: string };

export interface PartTaken {
  readonly seconds: number;
  /** Of this process, all its threads. */
  readonly cpuSeconds: number;
  /** Highest resident set of this process, Node itself included. */
  readonly peakMegabytes: number;
  /** A version's digest, or what was found, for people. */
  readonly told: string;
}

const now = '2026-01-01T00:00:00.000Z';
const order = JSON.parse(process.argv[2] ?? '') as PartOrder;
process.stdout.write(`\n${JSON.stringify(await measure(order))}\n`);

async function measure({ databaseUrl, root, part }: PartOrder): Promise<PartTaken> {
  const database = await openDatabase(databaseUrl, { migrate: false });
  try {
    const work = await prepared(database, root, part);
    const before = process.cpuUsage();
    const since = performance.now();
    const told = await work();
    const seconds = (performance.now() - since) / 1e3;
    const { user, system } = process.cpuUsage(before);
    const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    return { seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes, told };
  } finally {
    await database.close();
  }
}

/** What is to be timed, with everything at hand that is not. */
async function prepared(
  database: Database,
  root: string,
  part: Part,
): Promise<() => Promise<string>> {
  const store = openArtifactStore(root, { cache: `${root}-cache` });
  const recipeOf = (seed: number) =>
    resolveFreezeConfig({ seed, splitBy: 'repository' }, { minedRepositories: ['o/a'], now });
  switch (part.kind) {
    case 'winnow': {
      const current = await readCurrentItems(database, ['*']);
      const { recipe } = recipeOf(0);
      return async () => {
        const nothing = { optOuts: [], renamed: new Map(), revoked: new Map() };
        const facts = { recipe, asOf: now, ...nothing };
        return JSON.stringify(winnowItems(current, facts).funnel);
      };
    }
    case 'freeze': {
      const config = recipeOf(part.seed);
      const run = aRun({
        id: part.runId,
        workflow: 'freezeDataset',
        config: { workflow: 'freezeDataset', config },
      });
      await insertRun(database, run);
      return async () => (await freezeDataset({ database, store }, { runId: part.runId })).digest;
    }
    case 'diff': {
      const [before, after] = [part.before, part.after].map((name) => findDataset(database, name));
      const versions = { before: await required(before), after: await required(after) };
      return async () => {
        const shown = { limit: 20, selects: () => true };
        const { counts } = await datasetDifference(database, versions, shown);
        return JSON.stringify(counts);
      };
    }
    case 'impact': {
      const items = await placedItems(database, part.version);
      const every = Math.max(1, Math.floor(items.length / part.items));
      const some = items.filter((_, at) => at % every === 0).slice(0, part.items);
      const chosen: ItemRow[] = [];
      for (const { repository, number } of some) {
        chosen.push(...(await itemsOfPullRequest(database, { repository, number, url: null })));
      }
      return async () => {
        const subject = { kind: 'items', label: 'some', items: chosen } as const;
        const { versions, runs, evaluations } = await withdrawalImpact(database, subject);
        return `${chosen.length} items in ${versions.length} versions, ${runs.length} runs, ${evaluations.length} evaluations`;
      };
    }
    case 'sweep': {
      const options = { dryRun: true, olderThanHours: 24, goOn: () => {} };
      return async () => {
        const { needed, young } = await sweepStore({ database, store }, options);
        return `${needed.blobs} blobs needed, ${young.blobs} young`;
      };
    }
    case 'export': {
      const row = await required(findDataset(database, part.version));
      return async () => `${(await exportDataset({ database, store }, row, part.folder)).files}`;
    }
  }
}

async function required(version: Promise<DatasetRow | null> | undefined): Promise<DatasetRow> {
  const row = await version;
  if (row == null) throw new Error('there is no such version');
  return row;
}
