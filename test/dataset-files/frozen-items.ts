import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import type { DatasetRecipe, PlacedItem, Split } from '@evoline/contract/dataset';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { Database } from '@evoline/db/open-database';
import { type DatasetRow, findDataset } from '@evoline/db/queries/datasets';
import { recordDataset } from '@evoline/db/queries/record-dataset';
import { recordMined } from '@evoline/db/queries/record-mined';
import { insertRun } from '@evoline/db/queries/runs';
import { upsertRepository } from '@evoline/db/queries/sources';
import { contentDigest } from '@evoline/domain/content-digest';
import { datasetDigest } from '@evoline/domain/dataset/assemble-dataset';
import { compareItems } from '@evoline/domain/dataset/item-order';
import { aRun } from '@evoline/testing/database/seed-mined';

export const recipe: DatasetRecipe = {
  repositories: ['*'],
  split: {
    kind: 'repository',
    seed: 0,
    shares: { 'warm-start': 0.2, train: 0.6, 'held-out': 0.2 },
    pins: [],
    stratifyBy: null,
  },
  nearDuplicateSimilarity: 0.85,
  acrossSplitsSimilarity: 0.7,
  repositoryCap: null,
  settleDays: 0,
};

const splits: readonly Split[] = ['train', 'held-out', 'train', 'warm-start', 'train'];

/** Mines these items, with their records in the store, and freezes them as a published version. */
export async function freezeItems(
  { database, store }: { readonly database: Database; readonly store: ArtifactStore },
  items: readonly PullRequestItem[],
): Promise<DatasetRow> {
  const run = aRun();
  await insertRun(database, run);
  const placed: PlacedItem[] = [];
  for (const [name, own] of Map.groupBy(items, ({ repository }) => repository)) {
    const repositoryKey = `git:${name}`;
    const gitAddress = `git@${name}`;
    await upsertRepository(database, {
      key: repositoryKey,
      name,
      defaultBranch: 'main',
      gitAddress,
    });
    const kept = [];
    for (const item of own) kept.push(await storedItem(store, item));
    await recordMined(database, { runId: run.id, repositoryKey, items: kept, verdicts: [] });
    placed.push(
      ...kept.map(({ digest, item: { repository, number } }) => {
        const split = splits[number % splits.length] ?? 'train';
        return { digest, repository, number, split };
      }),
    );
  }
  return await freezePlaced({ database, store }, placed, run.id);
}

async function storedItem(store: ArtifactStore, item: PullRequestItem) {
  const content = await store.putJson(item, mediaTypes.item);
  return {
    digest: contentDigest(item),
    content,
    item,
    url: `https://git.example/${item.repository}/pull/${item.number}`,
    signature: item.number % 2 === 0 ? null : contentDigest(item.patch),
    authorKey: contentDigest(['author', item.number % 7]),
  };
}

async function freezePlaced(
  { database, store }: { readonly database: Database; readonly store: ArtifactStore },
  placed: readonly PlacedItem[],
  runId: string,
): Promise<DatasetRow> {
  const items = placed.toSorted(compareItems);
  const digest = datasetDigest(recipe, items);
  const counts = Map.groupBy(items, ({ split }) => split);
  const countOf = (split: Split): number => counts.get(split)?.length ?? 0;
  const manifest = { format: 'evoline.dataset.v2', digest, recipe, deltaOf: null, changes: items };
  await recordDataset(database, {
    digest,
    recipe,
    recipeDigest: contentDigest(recipe),
    notes: ['two | repositories `stand` in\nseveral splits'],
    manifest: await store.putJson(manifest, mediaTypes.datasetManifest),
    state: 'published',
    deltaOf: null,
    items: items.length,
    repositories: new Set(items.map(({ repository }) => repository)).size,
    splits: {
      'warm-start': countOf('warm-start'),
      train: countOf('train'),
      'held-out': countOf('held-out'),
    },
    delta: items.map(({ digest: itemDigest, ...place }) => ({ ...place, itemDigest })),
    changes: { added: items.length, removed: 0, edited: 0, moved: 0 },
    funnel: { seen: items.length + 7, kept: items.length + 2, bot_author: 5, near_duplicate: 2 },
    licences: { MIT: items.length - 1, unknown: 1 },
    languages: { Python: items.length },
    queryWindows: [{ repository: 'o/n', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }],
    minedUnder: [],
    decontamination: [
      { name: 'swe-bench.jsonl', sha256: contentDigest('list'), items: items.length },
    ],
    optOutsDigest: null,
    asOf: new Date('2026-02-01T00:00:00Z'),
    heldBack: [],
    reason: 'the night of February',
    codeRevision: 'revision',
    project: 'default',
    createdBy: 'tester',
    createdRunId: runId,
  });
  const row = await findDataset(database, digest);
  if (row === null) throw new Error('the version was not stored');
  return row;
}
