import { mediaTypes } from '@evoline/contract/artifact';
import type { FreezeDatasetConfig } from '@evoline/contract/dataset';
import { deltaRowsOf, placedItems } from '@evoline/db/queries/dataset-items';
import { newestPublished } from '@evoline/db/queries/dataset-states';
import { type DatasetRow, datasetsByDigest } from '@evoline/db/queries/datasets';
import {
  type NewDataset,
  type RecordedDataset,
  recordDatasetAfter,
} from '@evoline/db/queries/record-dataset';
import { renamedRepositories } from '@evoline/db/queries/mined-verdicts';
import type { RunRow } from '@evoline/db/queries/runs';
import type { AssembledDataset } from '@evoline/domain/dataset/assemble-dataset';
import { storedChanges } from '@evoline/domain/dataset/delta-manifest';
import { countChanges, diffDatasets } from '@evoline/domain/dataset/diff-datasets';
import type { FreezeDrop } from '@evoline/domain/dataset/freeze-drop';
import { heldBack } from '@evoline/domain/dataset/held-back';
import type { DatasetDeps } from './dataset-deps.ts';
import { explainDiff } from './explain-diff.ts';
import { requireContents } from './require-contents.ts';

/** A version of which all is known but what it follows. */
export interface VersionToBe {
  readonly run: RunRow;
  readonly config: FreezeDatasetConfig;
  readonly assembled: AssembledDataset;
  readonly drops: readonly FreezeDrop[];
  readonly facts: Pick<
    NewDataset,
    | 'funnel'
    | 'notes'
    | 'licences'
    | 'languages'
    | 'queryWindows'
    | 'minedUnder'
    | 'decontamination'
    | 'optOutsDigest'
  >;
}

/**
 * Records a version as a child of `from` or of the newest published one, with how and why it differs; null
 * when another version was published in the meantime. A version that is there already is only found.
 */
export async function recordAsChild(
  deps: DatasetDeps,
  version: VersionToBe,
): Promise<RecordedDataset | null> {
  const { run, config, assembled, facts } = version;
  const parent = await parentOf(deps, version);
  const child = await asChildOf(deps, version, parent);
  const row: NewDataset = {
    ...facts,
    ...child,
    digest: assembled.digest,
    recipe: config.recipe,
    recipeDigest: assembled.recipeDigest,
    splits: assembled.splits,
    items: assembled.items.length,
    repositories: assembled.repositories,
    asOf: new Date(config.asOf),
    reason: config.reason,
    codeRevision: run.codeRevision,
    project: run.project,
    createdBy: run.createdBy,
    createdRunId: run.id,
  };
  const succession = { parent: parent?.digest ?? null, isNewest: config.from === null };
  return await recordDatasetAfter(deps.database, row, succession);
}

async function parentOf(
  { database }: DatasetDeps,
  { run, config }: VersionToBe,
): Promise<DatasetRow | null> {
  const newest = () => database.query((db) => newestPublished(db, run.project));
  const digest = config.from ?? (await newest());
  if (digest === null) return null;
  const [parent] = await datasetsByDigest(database, [digest]);
  return parent ?? null;
}

/** What a version is against its parent: the rows that it is stored as, and whether it is published. */
async function asChildOf(
  deps: DatasetDeps,
  { config, assembled, facts, drops }: VersionToBe,
  parent: DatasetRow | null,
): Promise<Pick<NewDataset, 'deltaOf' | 'manifest' | 'delta' | 'changes' | 'state' | 'heldBack'>> {
  const { database, store } = deps;
  const { digest, items } = assembled;
  const { recipe } = config;
  const before = parent === null ? [] : await placedItems(database, parent.digest);
  const names = [...new Set(before.map((item) => item.repository))];
  const renamed = await renamedRepositories(database, names);
  const todaysName = (name: string) => renamed.get(name) ?? name;
  const diff = diffDatasets(before, items, todaysName);
  await requireContents(deps, diff.added);
  const rows = await explainDiff(deps, diff, { recipe, drops, todaysName });
  const changes = countChanges(diff);
  const base =
    parent === null
      ? null
      : { digest: parent.digest, deltaRows: await deltaRowsOf(database, parent.digest) };
  const stored = storedChanges({ digest, recipe, items }, rows, base);
  const held = heldBack(config.publish, { changes, funnel: facts.funnel, parent });
  return {
    deltaOf: stored.deltaOf,
    manifest: await store.putJson(stored.manifest, mediaTypes.datasetManifest),
    delta: stored.rows,
    changes,
    state: held.length === 0 ? 'published' : 'draft',
    heldBack: held,
  };
}
