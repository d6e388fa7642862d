import { contentDigest } from '../content-digest.ts';

/** An item drawn for a step. `seedBlock` is the epoch: an item is drawn once in each. */
export interface DrawnItem {
  readonly itemDigest: string;
  readonly seedBlock: number;
}

/**
 * The prompts of one step: epoch after epoch, each a permutation of the train split that the seed
 * decides; steps take their prompts one after the other and may reach over an epoch's end.
 *
 * @param items digests of the train split, in any order
 * @param at step counts from 1
 */
export function chooseStepItems(
  items: readonly string[],
  at: { readonly seed: number; readonly step: number; readonly promptsPerStep: number },
): DrawnItem[] {
  if (items.length === 0) return [];
  const permutations = new Map<number, readonly string[]>();
  const cursor = (at.step - 1) * at.promptsPerStep;
  return Array.from({ length: at.promptsPerStep }, (_, offset) => {
    const seedBlock = Math.floor((cursor + offset) / items.length);
    const order = permutations.get(seedBlock) ?? permutation(items, at.seed, seedBlock);
    permutations.set(seedBlock, order);
    return { itemDigest: order[(cursor + offset) % items.length] ?? '', seedBlock };
  });
}

// Sorting by a hash is a permutation that depends on no arrival order.
function permutation(items: readonly string[], seed: number, epoch: number): string[] {
  return items
    .map((item) => ({ item, key: contentDigest([seed, epoch, item]) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ item }) => item);
}
