import type { Split, SplitInstants, SplitRule } from '@evoline/contract/dataset';
import { splitAt, type SplitFacts } from './split-shares.ts';

type TimeRule = Extract<SplitRule, { readonly kind: 'time' }>;
type Merge = Pick<SplitFacts, 'mergedAt'>;

/** The instants at which `train` and `held-out` begin, in milliseconds; Infinity: never. */
interface Cuts {
  readonly train: number;
  readonly heldOut: number;
}

/** Splits by the instant of the merge. Those that nobody knows count as the oldest. */
export function splitByTime(rule: TimeRule, items: readonly Merge[]): (item: Merge) => Split {
  const { train, heldOut } = cutsOf(rule, items);
  return (item) => {
    const merged = instantOf(item);
    if (merged >= heldOut) return 'held-out';
    return merged >= train ? 'train' : 'warm-start';
  };
}

/** The instants that a rule without `at` chose, to be given as `splitAt`; null where a split never begins. */
export function chosenInstants(rule: TimeRule, items: readonly Merge[]): SplitInstants | null {
  const { train, heldOut } = cutsOf(rule, items);
  if (!Number.isFinite(train) || !Number.isFinite(heldOut)) return null;
  return { train: new Date(train).toISOString(), heldOut: new Date(heldOut).toISOString() };
}

function cutsOf({ at, shares }: TimeRule, items: readonly Merge[]): Cuts {
  if (at !== null) return { train: Date.parse(at.train), heldOut: Date.parse(at.heldOut) };
  const instants = Float64Array.from(items, instantOf).toSorted();
  const cuts = { train: Infinity, heldOut: Infinity };
  for (const [rank, instant] of instants.entries()) {
    // Equal instants stay together, where the first of them falls.
    if (rank > 0 && instant === instants[rank - 1]) continue;
    const split = splitAt(shares, rank / instants.length);
    if (split !== 'warm-start') cuts.train = Math.min(cuts.train, instant);
    if (split === 'held-out') cuts.heldOut = Math.min(cuts.heldOut, instant);
  }
  return cuts;
}

/** Earlier than every date when unknown. */
function instantOf({ mergedAt }: Merge): number {
  return mergedAt === null ? -Infinity : Date.parse(mergedAt);
}
