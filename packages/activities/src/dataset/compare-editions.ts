import type { PlacedItem } from '@evoline/contract/dataset';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import { itemContents } from '@evoline/db/queries/item-contents';
import type { DatasetDiff } from '@evoline/domain/dataset/diff-datasets';
import { type EditedParts, editedParts } from '@evoline/domain/dataset/edited-parts';
import { readItem } from '../read-item.ts';
import type { DatasetDeps } from './dataset-deps.ts';

type Edit = DatasetDiff['edited'][number];

const editsAtOnce = 16;

/**
 * What was edited in each pull request, by the digest of its new edition. An earlier record that cannot be
 * read any more, as when it was revoked, leaves the parts unknown.
 *
 * @throws EvolineFailure store_corrupt naming the new edition that is missing or damaged
 */
export async function compareEditions(
  deps: DatasetDeps,
  edits: readonly Edit[],
): Promise<ReadonlyMap<string, EditedParts>> {
  const parts = new Map<string, EditedParts>();
  for (let start = 0; start < edits.length; start += editsAtOnce) {
    const chunk = edits.slice(start, start + editsAtOnce);
    const digests = chunk.flatMap(({ before, after }) => [before.digest, after.digest]);
    const contents = await itemContents(deps.database, digests);
    const compared = await Promise.all(chunk.map((edit) => compareEdit(deps, edit, contents)));
    for (const [at, { after }] of chunk.entries()) {
      const found = compared[at];
      if (found !== undefined) parts.set(after.digest, found);
    }
  }
  return parts;
}

async function compareEdit(
  { store }: DatasetDeps,
  { before, after }: Edit,
  contents: ReadonlyMap<string, ArtifactRef>,
): Promise<EditedParts> {
  const read = async ({ digest }: PlacedItem) => {
    const content = contents.get(digest);
    if (content === undefined) throw new EvolineFailure('not_found', `there is no item ${digest}`);
    return await readItem(store, content);
  };
  const now = await read(after).catch((error: unknown) => {
    throw named(after, error);
  });
  try {
    return editedParts(await read(before), now);
  } catch (error) {
    if (!(error instanceof EvolineFailure) || isPassing(error)) throw error;
    return { parts: ['other'], evidence: 'the earlier record cannot be read any more' };
  }
}

function named(item: PlacedItem, error: unknown): unknown {
  if (!(error instanceof EvolineFailure) || isPassing(error)) return error;
  return unreadableItem(item, error.message, error);
}

function isPassing(error: EvolineFailure): boolean {
  return error.code === 'store_unreachable' || error.code === 'database_unreachable';
}

/** An item that no version can be made of until its record is back. */
export function unreadableItem(item: PlacedItem, why: string, cause?: unknown): EvolineFailure {
  const { repository, number, digest } = item;
  return new EvolineFailure(
    'store_corrupt',
    `item ${repository}#${number} (${digest.slice(0, 12)}) cannot be read: ${why}. Nothing was frozen.`,
    { cause, details: { itemDigest: digest } },
  );
}
