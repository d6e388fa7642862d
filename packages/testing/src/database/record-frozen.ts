import type { ArtifactRef } from '@evoline/contract/artifact';
import type { DatasetRecipe } from '@evoline/contract/dataset';
import type { Database } from '@evoline/db/open-database';
import { recordDataset } from '@evoline/db/queries/record-dataset';
import type { AssembledDataset } from '@evoline/domain/dataset/assemble-dataset';

/** Writes an assembled version as a first and published one, of which nothing else is known. */
export async function recordFrozen(
  database: Database,
  { notes, items, ...counted }: AssembledDataset,
  { recipe, manifest, runId }: { recipe: DatasetRecipe; manifest: ArtifactRef; runId: string },
): Promise<void> {
  await recordDataset(database, {
    ...counted,
    recipe,
    manifest,
    notes: [...notes],
    state: 'published',
    deltaOf: null,
    items: items.length,
    delta: items.map(({ digest: itemDigest, ...place }) => ({ ...place, itemDigest })),
    changes: { added: items.length, removed: 0, edited: 0, moved: 0 },
    funnel: { seen: items.length, kept: items.length },
    licences: {},
    languages: {},
    queryWindows: [],
    minedUnder: [],
    decontamination: [],
    optOutsDigest: null,
    asOf: null,
    heldBack: [],
    reason: null,
    codeRevision: 'revision',
    project: 'default',
    createdBy: 'tester',
    createdRunId: runId,
  });
}
