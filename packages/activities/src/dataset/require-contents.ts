import type { PlacedItem } from '@evoline/contract/dataset';
import { itemContents } from '@evoline/db/queries/item-contents';
import { unreadableItem } from './compare-editions.ts';
import type { DatasetDeps } from './dataset-deps.ts';

const itemsAtOnce = 2_000;

/**
 * Looks whether the records of items are in the store. Digests are checked where records are read.
 *
 * @throws EvolineFailure store_corrupt naming the first item whose record is missing
 */
export async function requireContents(
  { database, store }: DatasetDeps,
  items: readonly PlacedItem[],
): Promise<void> {
  for (let start = 0; start < items.length; start += itemsAtOnce) {
    const chunk = items.slice(start, start + itemsAtOnce);
    const contents = await itemContents(
      database,
      chunk.map((item) => item.digest),
    );
    const isThere = await Promise.all(
      chunk.map((item) => store.has(contents.get(item.digest)?.sha256 ?? '')),
    );
    const lost = chunk.find((_, at) => isThere[at] !== true);
    if (lost === undefined) continue;
    const sha256 = contents.get(lost.digest)?.sha256 ?? '';
    throw unreadableItem(lost, `its record ${sha256} is not in the store`);
  }
}
