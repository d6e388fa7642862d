import type { TimedGroup } from './group-timing.ts';
import type { TimedHostilePair } from './hostile-timing.ts';
import { median, sum } from './numbers.ts';
import type { TimedPair } from './pair-timing.ts';

/** Everything that was timed. */
export interface Measured {
  readonly mixed: readonly TimedPair[];
  readonly large: readonly TimedPair[];
  readonly groups: readonly TimedGroup[];
  readonly hostilePairs: readonly TimedHostilePair[];
}

/** One claim: what has to be reached to be released, and what we would like to reach. */
export interface Gate {
  readonly what: string;
  readonly gate: number;
  readonly goal: number;
  /** `times`: how often faster, more is better. `seconds`: less is better. */
  readonly unit: 'times' | 'seconds';
  /** NaN when there is nothing to say it from. */
  value(measured: Measured, engine: string): number;
}

export const gates: readonly Gate[] = [
  {
    what: 'total vs CPython',
    gate: 1_000,
    goal: 5_000,
    unit: 'times',
    value: ({ mixed }, engine) => totalRatio(mixed, 'cpython', engine),
  },
  {
    what: 'median pair vs CPython',
    gate: 200,
    goal: 1_000,
    unit: 'times',
    value: ({ mixed }, engine) =>
      median(
        timedBy(mixed, 'cpython').map(([pair, theirs]) => theirs / ours(pair, engine, median)),
      ),
  },
  {
    what: '50 KB and more vs CPython',
    gate: 5_000,
    goal: 30_000,
    unit: 'times',
    value: ({ large }, engine) => totalRatio(large, 'cpython', engine),
  },
  {
    what: 'total vs CyDifflib',
    gate: 50,
    goal: 250,
    unit: 'times',
    value: ({ mixed }, engine) => totalRatio(mixed, 'cydifflib', engine),
  },
  {
    what: 'whole reward, groups of 16, vs plain Python',
    gate: 500,
    goal: 3_000,
    unit: 'times',
    value: ({ groups }, engine) => {
      const timed = groups.filter(({ python }) => python !== undefined);
      const theirs = sum(timed.map(({ python = 0 }) => python));
      return theirs / passSeconds(timed, engine);
    },
  },
  {
    what: '64 KB of hostile repeats, the worst family',
    gate: 0.5,
    goal: 0.1,
    unit: 'seconds',
    value: ({ hostilePairs }, engine) =>
      Math.max(...hostilePairs.map(({ engines }) => engines[engine] ?? Number.NaN)),
  },
];

type Peer = 'cpython' | 'cydifflib';

/** All pairs that a peer was timed on: its sum over ours, on the same pairs. */
function totalRatio(pairs: readonly TimedPair[], peer: Peer, engine: string): number {
  const timed = timedBy(pairs, peer);
  const theirs = sum(timed.map(([, seconds]) => seconds));
  return (
    theirs /
    passSeconds(
      timed.map(([pair]) => pair),
      engine,
    )
  );
}

/** Seconds of one pass over all of these: the median of the passes. */
export function passSeconds(
  timed: readonly { readonly engines: Readonly<Record<string, readonly number[]>> }[],
  engine: string,
): number {
  const passes = timed[0]?.engines[engine]?.length ?? 0;
  const sums = Array.from({ length: passes }, (_, pass) =>
    sum(timed.map(({ engines }) => engines[engine]?.[pass] ?? Number.NaN)),
  );
  return median(sums);
}

export function ours(
  { engines }: TimedPair,
  engine: string,
  of: (values: readonly number[]) => number,
): number {
  return of(engines[engine] ?? []);
}

/** The pairs that a peer was timed on, with its seconds. */
export function timedBy(
  pairs: readonly TimedPair[],
  peer: Peer,
): readonly (readonly [pair: TimedPair, seconds: number])[] {
  return pairs.flatMap((pair) => {
    const seconds = pair[peer];
    return seconds === undefined ? [] : [[pair, seconds] as const];
  });
}

/** How a value stands to its gate and its goal, in words. */
export function standing({ gate, goal, unit }: Gate, value: number): string {
  if (Number.isNaN(value)) return 'not measured';
  const isGood = (limit: number): boolean => (unit === 'times' ? value >= limit : value <= limit);
  if (isGood(goal)) return 'goal reached';
  const missing = (limit: number): string =>
    `${(unit === 'times' ? limit / value : value / limit).toPrecision(2)} times`;
  return isGood(gate)
    ? `gate reached, short of the goal by ${missing(goal)}`
    : `SHORT OF THE GATE by ${missing(gate)}`;
}
