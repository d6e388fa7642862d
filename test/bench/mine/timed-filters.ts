import { performance } from 'node:perf_hooks';
import { filters } from '@evoline/domain/mine/filters/filters';

/** Milliseconds that each filter has taken in this process since its clock was set up, by reason. */
export type FilterTimes = ReadonlyMap<string, number>;

/** Puts a clock around every filter of this process. */
export function timeFilters(): FilterTimes {
  const times = new Map<string, number>();
  for (const { reason, refuses } of filters) {
    times.set(reason, 0);
    for (const [step, refuse] of Object.entries(refuses)) {
      const timed = (...given: readonly unknown[]) => {
        const since = performance.now();
        const evidence: unknown = Reflect.apply(refuse, refuses, given);
        times.set(reason, (times.get(reason) ?? 0) + performance.now() - since);
        return evidence;
      };
      Reflect.set(refuses, step, timed);
    }
  }
  return times;
}
