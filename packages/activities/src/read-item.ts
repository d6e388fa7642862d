import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import { PullRequestItem } from '@evoline/contract/mine';

/** Reads the full record of an item. @throws EvolineFailure store_corrupt when it is no item */
export async function readItem(
  store: ArtifactStore,
  content: ArtifactRef,
): Promise<PullRequestItem> {
  const item = PullRequestItem.safeParse(await store.getJson(content));
  if (item.success) return item.data;
  throw new EvolineFailure('store_corrupt', `artifact ${content.sha256} is no pull request item`);
}
