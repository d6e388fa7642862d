import type { DatasetRecipe, PlacedItem, Split } from '@evoline/contract/dataset';
import { contentDigest } from '../content-digest.ts';
import { assignSplit, pinOf, splitOrder } from './assign-split.ts';
import { compareItems } from './item-order.ts';
import type { ItemIdentity } from './item-order.ts';
import { merkleRoot } from './merkle-root.ts';

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

/** Orders the items, gives each its split and names the whole by its content. */
export function assembleDataset(
  items: readonly ItemIdentity[],
  recipe: DatasetRecipe,
): AssembledDataset {
  const placed = items.toSorted(compareItems).map(({ digest, repository, number }) => ({
    digest,
    repository,
    number,
    split: assignSplit(recipe.split, { repository, number }),
  }));
  const splits = countSplits(placed);
  return {
    digest: datasetDigest(recipe, placed),
    recipeDigest: contentDigest(recipe),
    items: placed,
    splits,
    repositories: new Set(placed.map((item) => item.repository)).size,
    notes: splitNotes(recipe, placed, splits),
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

function splitNotes(
  { split: rule }: DatasetRecipe,
  items: readonly ItemIdentity[],
  splits: Readonly<Record<Split, number>>,
): string[] {
  const names = new Set(items.map((item) => item.repository));
  const free = [...names].filter((name) => pinOf(rule.pins, name) === null);
  const empty = splitOrder.filter((split) => splits[split] === 0);
  const notes: string[] = [];
  if (rule.kind === 'pull-request' && free.length > 0) {
    notes.push(
      `${free.length} repositories stand in several splits, cut by pull request: held-out numbers may flatter`,
    );
  }
  if (empty.length > 0) {
    notes.push(`no items in ${empty.join(' and ')}: mine more, or choose another seed or shares`);
  }
  return notes;
}
