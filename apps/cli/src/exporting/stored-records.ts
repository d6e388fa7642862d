import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { EvolineFailure } from '@evoline/contract/failures';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { StoredItem } from '@evoline/db/queries/dataset-item-pages';
import { itemDigest } from '@evoline/domain/mine/item-digest';
import { readItemRecord } from '@evoline/domain/mine/item-record';

/** A stored item with its full record. */
export interface LoadedItem {
  readonly stored: StoredItem;
  readonly item: PullRequestItem;
}

/** Records that are read beside each other have so many bytes together; a single one may have more. */
const bytesAtOnce = 8 * 1024 * 1024;

/**
 * Reads the records of items in their order, and checks each against its digest.
 *
 * @throws EvolineFailure that names the pull request: not_found, store_corrupt, content_revoked,
 * nothing_to_work_on when an earlier version of this code wrote it
 */
export async function* loadRecords(
  store: ArtifactStore,
  page: readonly StoredItem[],
): AsyncGenerator<LoadedItem> {
  for (let start = 0; start < page.length;) {
    let bytes = 0;
    let end = start;
    do {
      bytes += page[end]?.content.bytes ?? 0;
      end += 1;
    } while (end < page.length && bytes < bytesAtOnce);
    const batch = page.slice(start, end);
    yield* await Promise.all(batch.map((stored) => loadRecord(store, stored)));
    start = end;
  }
}

async function loadRecord(store: ArtifactStore, stored: StoredItem): Promise<LoadedItem> {
  const { repository, number, digest } = stored.placed;
  const name = `${repository}#${number}`;
  try {
    const item = readItemRecord(await store.getJson(stored.content));
    if (item === null) throw new EvolineFailure('store_corrupt', 'its record is no item');
    // The store has checked that the content is what its own digest says, which mostly is the item's.
    const isSame = stored.content.sha256 === digest || itemDigest(item) === digest;
    if (!isSame) throw new EvolineFailure('store_corrupt', `its record is not item ${digest}`);
    return { stored, item };
  } catch (error) {
    if (!(error instanceof EvolineFailure)) throw error;
    const message = `the record of ${name} cannot be used: ${error.message}`;
    throw new EvolineFailure(error.code, message, { cause: error, details: error.details });
  }
}
