import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import { type CpuClock, cpuSecondsOf } from './cpu-clock.ts';
import { scoreGroup } from './group-timing.ts';
import { hostileOutputs } from './hostile-outputs.ts';
import { hostilePairs } from './hostile-repeats.ts';
import { median } from './numbers.ts';

const REPEATS = 3;

export interface TimedHostilePair {
  readonly name: string;
  /** CPU seconds by the name of the engine. */
  readonly engines: Readonly<Record<string, number>>;
  readonly isEqual: boolean;
}

/** Every family of repeats at this size. */
export function timeHostilePairs(
  engines: readonly MatchEngine[],
  clock: CpuClock,
  { seed, characters }: { readonly seed: string; readonly characters: number },
): readonly TimedHostilePair[] {
  return hostilePairs(seed, characters).map(({ name, a, b }) => {
    const values = new Set<number>();
    const timed = engines.map((engine) => {
      const run = (): unknown => values.add(engine.ratio(a, b));
      return [engine.name, medianSeconds(clock, run)] as const;
    });
    return { name, engines: Object.fromEntries(timed), isEqual: values.size === 1 };
  });
}

export interface TimedHostileOutput {
  readonly name: string;
  /** For people: how much of what. */
  readonly size: string;
  readonly outcome: string;
  /** CPU seconds of the whole reward at this size and at twice this size. */
  readonly seconds: number;
  readonly doubleSeconds: number;
}

/** Every hostile output, once and twice as large, by the first engine. */
export function timeHostileOutputs(
  engine: MatchEngine,
  clock: CpuClock,
): readonly TimedHostileOutput[] {
  return hostileOutputs.map(({ name, unit, size, make }) => {
    const [once, twice] = [size, 2 * size].map((amount) => {
      const { task, output } = make(amount);
      let outcome: string | number | undefined;
      const run = (): unknown => ([outcome] = scoreGroup(engine, { task, outputs: [output] }));
      return { seconds: medianSeconds(clock, run), outcome };
    });
    const said = once?.outcome;
    return {
      name,
      size: `${size.toLocaleString('en')} ${unit}`,
      outcome: typeof said === 'number' ? said.toPrecision(4) : String(said),
      seconds: once?.seconds ?? Number.NaN,
      doubleSeconds: twice?.seconds ?? Number.NaN,
    };
  });
}

/** Of three runs; one run says enough of what takes a second. */
function medianSeconds(clock: CpuClock, run: () => unknown): number {
  const first = cpuSecondsOf(clock, run);
  if (first > 1) return first;
  const more = Array.from({ length: REPEATS - 1 }, () => cpuSecondsOf(clock, run));
  return median([first, ...more]);
}
