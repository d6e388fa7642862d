import type { PlacedItem, Split } from '@evoline/contract/dataset';

type Item = PlacedItem;

/** What changed from one dataset version to another, each list in canonical order. */
export interface DatasetDiff {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
  /** The same pull request with other content. */
  readonly changed: readonly { readonly before: Item; readonly after: Item }[];
  /** The same content in another split. */
  readonly moved: readonly { readonly item: Item; readonly from: Split }[];
}

/** Compares two versions by pull request. */
export function diffDatasets(before: readonly Item[], after: readonly Item[]): DatasetDiff {
  const old = new Map(before.map((item) => [keyOf(item), item]));
  const now = new Set(after.map(keyOf));
  const added: Item[] = [];
  const changed: { before: Item; after: Item }[] = [];
  const moved: { item: Item; from: Split }[] = [];
  for (const item of after) {
    const known = old.get(keyOf(item));
    if (known === undefined) added.push(item);
    else if (known.digest !== item.digest) changed.push({ before: known, after: item });
    else if (known.split !== item.split) moved.push({ item, from: known.split });
  }
  return { added, removed: before.filter((item) => !now.has(keyOf(item))), changed, moved };
}

function keyOf(item: Item): string {
  return `${item.repository}#${item.number}`;
}
