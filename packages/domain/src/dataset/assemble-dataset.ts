import type { DatasetRecipe, PlacedItem, Split } from '@evoline/contract/dataset';
import { contentDigest } from '../content-digest.ts';
import { compareItems } from './item-order.ts';
import { merkleRoot } from './merkle-root.ts';
import { splitNotes } from './split-notes.ts';

/** A dataset version before it is stored. */
export interface AssembledDataset {
  readonly digest: string;
  readonly recipeDigest: string;
  /** In canonical order. */
  readonly items: readonly PlacedItem[];
  readonly splits: Readonly<Record<Split, number>>;
  readonly repositories: number;
  /** What a reader should know about the splits, one line each. */
  readonly notes: readonly string[];
}

/** Orders the items and names the whole by its content. */
export function assembleDataset(
  items: readonly PlacedItem[],
  recipe: DatasetRecipe,
): AssembledDataset {
  const placed = items.toSorted(compareItems).map(({ digest, repository, number, split }) => ({
    digest,
    repository,
    number,
    split,
  }));
  const splits = countSplits(placed);
  return {
    digest: datasetDigest(recipe, placed),
    recipeDigest: contentDigest(recipe),
    items: placed,
    splits,
    repositories: new Set(placed.map((item) => item.repository)).size,
    notes: splitNotes(recipe.split, placed),
  };
}

/** The Merkle root over the recipe, then every item with its split, in canonical order. */
export function datasetDigest(
  recipe: DatasetRecipe,
  items: readonly Pick<PlacedItem, 'digest' | 'split'>[],
): string {
  return merkleRoot([
    `recipe ${contentDigest(recipe)}`,
    ...items.map((item) => `item ${item.digest} ${item.split}`),
  ]);
}

function countSplits(items: readonly { readonly split: Split }[]): Record<Split, number> {
  const counts = { 'warm-start': 0, train: 0, 'held-out': 0 };
  for (const { split } of items) counts[split] += 1;
  return counts;
}
