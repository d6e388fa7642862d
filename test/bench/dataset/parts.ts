import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { freezeDataset } from '@evoline/activities/dataset/freeze-dataset';
import { readCurrentItems } from '@evoline/activities/dataset/read-current-items';
import { exportDataset } from '@evoline/cli/exporting/export-dataset';
import { withdrawalImpact } from '@evoline/cli/revoking/withdrawal-impact';
import { sweepStore } from '@evoline/cli/sweeping/sweep-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import type { Database } from '@evoline/db/open-database';
import { placedItems } from '@evoline/db/queries/dataset-items';
import { datasetDifference } from '@evoline/db/queries/dataset-difference';
import { type DatasetRow, findDataset } from '@evoline/db/queries/datasets';
import { insertRun } from '@evoline/db/queries/runs';
import { type ItemRow, itemsOfPullRequest } from '@evoline/db/queries/items-of-pull-request';
import { winnowItems } from '@evoline/domain/dataset/winnow-items';
import { resolveFreezeConfig } from '@evoline/domain/run/resolve-freeze-config';
import { aRun } from '@evoline/testing/database/seed-mined';

export type Part =
  | { readonly kind: 'winnow' }
  | { readonly kind: 'freeze'; readonly runId: string; readonly seed: number }
  | { readonly kind: 'diff'; readonly before: string; readonly after: string }
  | { readonly kind: 'impact'; readonly version: string; readonly items: number }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'export'; readonly version: string; readonly folder: string };

interface Place {
  readonly database: Database;
  readonly store: ArtifactStore;
}
/** What is to be timed; it answers with what was found, for people. */
type Work = () => Promise<string>;

const now = '2026-01-01T00:00:00.000Z';

/** Gets everything at hand that is not to be timed. @param root of the artifact store */
export async function prepared(database: Database, root: string, part: Part): Promise<Work> {
  const place = { database, store: openArtifactStore(root, { cache: `${root}-cache` }) };
  switch (part.kind) {
    case 'winnow':
      return await winnowing(place);
    case 'freeze':
      return await freezing(place, part);
    case 'diff':
      return await comparing(place, part);
    case 'impact':
      return await revoking(place, part);
    case 'sweep':
      return sweeping(place);
    case 'export':
      return await exporting(place, part);
  }
}

type PartOf<K extends Part['kind']> = Extract<Part, { readonly kind: K }>;

async function winnowing({ database }: Place): Promise<Work> {
  const current = await readCurrentItems(database, ['*']);
  const { recipe } = configWith(0);
  return async () => {
    const nothing = { optOuts: [], renamed: new Map(), revoked: new Map() };
    return JSON.stringify(winnowItems(current, { recipe, asOf: now, ...nothing }).funnel);
  };
}

async function freezing(place: Place, { runId, seed }: PartOf<'freeze'>): Promise<Work> {
  const workflow = 'freezeDataset';
  const run = aRun({ id: runId, workflow, config: { workflow, config: configWith(seed) } });
  await insertRun(place.database, run);
  return async () => (await freezeDataset(place, { runId })).digest;
}

function configWith(seed: number) {
  return resolveFreezeConfig({ seed, splitBy: 'repository' }, { minedRepositories: ['o/a'], now });
}

async function comparing({ database }: Place, part: PartOf<'diff'>): Promise<Work> {
  const versions = {
    before: await versionCalled(database, part.before),
    after: await versionCalled(database, part.after),
  };
  return async () => {
    const shown = { limit: 20, selects: () => true };
    const { counts } = await datasetDifference(database, versions, shown);
    return JSON.stringify(counts);
  };
}

async function revoking({ database }: Place, part: PartOf<'impact'>): Promise<Work> {
  const placed = await placedItems(database, part.version);
  const every = Math.max(1, Math.floor(placed.length / part.items));
  const some = placed.filter((_, at) => at % every === 0).slice(0, part.items);
  const items: ItemRow[] = [];
  for (const { repository, number } of some) {
    items.push(...(await itemsOfPullRequest(database, { repository, number, url: null })));
  }
  return async () => {
    const subject = { kind: 'items', label: 'some', items } as const;
    const { versions, runs, evaluations } = await withdrawalImpact(database, subject);
    return `${items.length} items in ${versions.length} versions, ${runs.length} runs, ${evaluations.length} evaluations`;
  };
}

function sweeping(place: Place): Work {
  return async () => {
    const options = { dryRun: true, olderThanHours: 24, goOn: () => {} };
    const { needed, young } = await sweepStore(place, options);
    return `${needed.blobs} blobs needed, ${young.blobs} young`;
  };
}

async function exporting(place: Place, { version, folder }: PartOf<'export'>): Promise<Work> {
  const row = await versionCalled(place.database, version);
  return async () => (await exportDataset(place, row, folder)).files;
}

async function versionCalled(database: Database, name: string): Promise<DatasetRow> {
  const row = await findDataset(database, name);
  if (row === null) throw new Error(`there is no version ${name}`);
  return row;
}
