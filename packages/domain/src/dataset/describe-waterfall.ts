import { freezeReasons } from '@evoline/contract/dataset';
import { dropReasons } from '@evoline/contract/mining-filters';
import { filters } from '../mine/filters/filters.ts';
import type { Counts } from './histogram.ts';

/** One step from all pull requests that were seen to the items of a version. */
export interface WaterfallStep {
  /** A reason of a drop, or `seen`, `kept`, `elsewhere`. */
  readonly name: string;
  readonly because: string;
  readonly stage: 'seen' | 'mining' | 'freezing' | 'kept';
  readonly count: number;
  /** Of all that were seen, 0 to 1. */
  readonly share: number;
  /** What is left after this step. */
  readonly left: number;
}

const order = [...filters.map(({ reason }) => reason), ...Object.keys(freezeReasons)];
const meanings: Readonly<Record<string, string>> = { ...dropReasons, ...freezeReasons };

/**
 * A funnel (`seen`, `kept`, and a count for each reason) as steps, in the order in which the filters are
 * asked and then the freeze. What the counts do not explain shows as `elsewhere`.
 */
export function describeWaterfall(funnel: Counts): WaterfallStep[] {
  const { seen = 0, kept = 0, ...reasons } = funnel;
  const dropped = Object.entries(reasons).toSorted(([a], [b]) => rankOf(a) - rankOf(b));
  const unexplained = seen - kept - dropped.reduce((sum, [, count]) => sum + count, 0);
  const share = (count: number) => (seen === 0 ? 0 : count / seen);
  let left = seen;
  const steps = [...dropped, ['elsewhere', unexplained] as const]
    .filter(([, count]) => count > 0)
    .map(([name, count]): WaterfallStep => {
      left -= count;
      const because = meanings[name] ?? 'nothing tells why';
      const stage = name in freezeReasons ? 'freezing' : 'mining';
      return { name, because, stage, count, share: share(count), left };
    });
  return [
    {
      name: 'seen',
      because: 'pull requests that were looked at',
      stage: 'seen',
      count: seen,
      share: share(seen),
      left: seen,
    },
    ...steps,
    {
      name: 'kept',
      because: 'items of the version',
      stage: 'kept',
      count: kept,
      share: share(kept),
      left: kept,
    },
  ];
}

/** Reasons that this code does not know come last. */
function rankOf(reason: string): number {
  const at = order.indexOf(reason);
  return at === -1 ? order.length : at;
}
