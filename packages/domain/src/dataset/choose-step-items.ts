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
  const cursor = (at.step - 1) * at.promptsPerStep;
  return Array.from({ length: at.promptsPerStep }, (_, offset) => {
    const seedBlock = Math.floor((cursor + offset) / items.length);
    const order = permutationOf(items, at.seed, seedBlock);
    return { itemDigest: order[(cursor + offset) % items.length] ?? '', seedBlock };
  });
}

/** The last permutations of each list: the steps of an epoch all ask for the same one. */
const known = new WeakMap<readonly string[], Map<string, readonly string[]>>();
const epochsKnown = 2;

function permutationOf(items: readonly string[], seed: number, epoch: number): readonly string[] {
  const own = known.get(items) ?? new Map<string, readonly string[]>();
  known.set(items, own);
  const key = `${seed} ${epoch}`;
  const order = own.get(key) ?? permutation(items, seed, epoch);
  own.set(key, order);
  const [oldest] = own.keys();
  if (own.size > epochsKnown && oldest !== undefined) own.delete(oldest);
  return order;
}

// Digests are uniform already: sorting by a mix of them with the epoch's own key is a permutation that
// depends on no arrival order, and costs milliseconds for ten thousand items.
function permutation(items: readonly string[], seed: number, epoch: number): string[] {
  const key = leadingBits(contentDigest([seed, epoch]));
  return items
    .map((item) => ({ item, at: mix(leadingBits(item) ^ key) }))
    .toSorted((a, b) => a.at - b.at || (a.item < b.item ? -1 : 1))
    .map(({ item }) => item);
}

function leadingBits(digest: string): number {
  return Number.parseInt(digest.slice(0, 8), 16) | 0;
}

/** The finaliser of MurmurHash3: a bijection of 32 bits in which every bit depends on every other. */
function mix(bits: number): number {
  let mixed = bits;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
