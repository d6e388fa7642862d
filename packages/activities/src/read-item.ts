import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { PullRequestItem } from '@evoline/contract/mine';
import { readItemRecord } from '@evoline/domain/mine/item-record';

/**
 * Reads the full record of an item.
 *
 * @throws EvolineFailure store_corrupt when it is no item, nothing_to_work_on when it is of an earlier format
 */
export async function readItem(
  store: ArtifactStore,
  content: ArtifactRef,
): Promise<PullRequestItem> {
  const item = readItemRecord(await store.getJson(content));
  if (item !== null) return item;
  throw new EvolineFailure('store_corrupt', `artifact ${content.sha256} is no pull request item`);
}
