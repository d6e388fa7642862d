import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { ArtifactRef } from '@evoline/contract/artifact';
import type { Database } from '@evoline/db/open-database';
import {
  countDataset,
  type CountedRepository,
  sampleDataset,
} from '@evoline/db/queries/dataset-portrait';
import { datasetDifference } from '@evoline/db/queries/dataset-difference';
import {
  type DatasetStateRow,
  datasetStatesOf,
  type RevokedVersion,
  revokedVersion,
} from '@evoline/db/queries/dataset-states';
import { type DatasetRow, datasetsByDigest, findDataset } from '@evoline/db/queries/datasets';
import {
  describeDataset,
  type Histogram,
  type ItemMeasure,
  type ItemSample,
  measureItem,
} from '@evoline/domain/dataset/describe-dataset';
import { describeWaterfall, type WaterfallStep } from '@evoline/domain/dataset/describe-waterfall';
import { readItemRecord } from '@evoline/domain/mine/item-record';
import { matchesName } from '@evoline/domain/mine/source-locator';
import { type SinceParent, sinceParent } from './since-parent.ts';

export interface PortraitDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
}

/** A version as people look at it. */
export interface DatasetPortrait {
  readonly row: DatasetRow;
  readonly parent: DatasetRow | null;
  /** null for a first version. */
  readonly since: SinceParent | null;
  /** Whether it is what `latest` names. */
  readonly isLatest: boolean;
  /** Newest last. */
  readonly states: readonly DatasetStateRow[];
  /** null: it is not revoked. */
  readonly revoked: RevokedVersion | null;
  readonly histograms: readonly Histogram[];
  readonly waterfall: readonly WaterfallStep[];
  /** Most items first. */
  readonly repositories: readonly CountedRepository[];
}

const sampleSize = 1_000;
const readsAtOnce = 16;
/** Pull requests of each kind of change. */
const changesShown = 4;

/** Counts by SQL, and what only the records tell by a sample of them. */
export async function gatherPortrait(
  deps: PortraitDeps,
  row: DatasetRow,
): Promise<DatasetPortrait> {
  const { database } = deps;
  const [counted, sample, states, revoked, parents, latest] = await Promise.all([
    countDataset(database, row.digest),
    measureSample(deps, row),
    datasetStatesOf(database, row.digest),
    revokedVersion(database, row),
    row.parent === null ? [] : datasetsByDigest(database, [row.parent]),
    findDataset(database, 'latest'),
  ]);
  const { repositories } = counted;
  const parent = parents[0] ?? null;
  const byName = Object.fromEntries(repositories.map((one) => [one.repository, one.items]));
  return {
    row,
    parent,
    since: await compared(database, parent, row),
    isLatest: latest?.digest === row.digest,
    states,
    revoked,
    histograms: describeDataset({ ...counted, repositories: byName }, sample),
    waterfall: describeWaterfall(row.funnel),
    repositories,
  };
}

async function compared(
  database: Database,
  parent: DatasetRow | null,
  row: DatasetRow,
): Promise<SinceParent | null> {
  if (parent === null) return null;
  const { repositories } = row.recipe;
  const selects = (name: string) => repositories.some((pattern) => matchesName(pattern, name));
  const versions = { before: parent, after: row };
  const asked = { limit: changesShown, selects };
  return sinceParent(parent, row, await datasetDifference(database, versions, asked));
}

async function measureSample(
  { database, store }: PortraitDeps,
  row: DatasetRow,
): Promise<ItemSample> {
  const refs = await sampleDataset(database, row.digest, sampleSize);
  const measures: ItemMeasure[] = [];
  const waiting = refs.values();
  const reading = Array.from({ length: readsAtOnce }, async () => {
    for (const ref of waiting) {
      const measure = await measured(store, ref);
      if (measure !== null) measures.push(measure);
    }
  });
  await Promise.all(reading);
  return { measures, items: row.items, unreadable: refs.length - measures.length };
}

/** A picture of thousands is drawn without those that are damaged or gone, and says so. */
async function measured(store: ArtifactStore, ref: ArtifactRef): Promise<ItemMeasure | null> {
  try {
    const item = readItemRecord(await store.getJson(ref));
    return item === null ? null : measureItem(item);
  } catch {
    return null;
  }
}
