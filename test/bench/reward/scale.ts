import { seededRandom } from '@evoline/domain/evaluate/seeded-random';
import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import { diffLikeText } from '../generated-text.ts';
import type { FileChange } from './corpus-changes.ts';
import { type CpuClock, cpuSecondsOf } from './cpu-clock.ts';
import { GROUP_SIZE, type RewardGroup, groupOf } from './group-workload.ts';
import { scoreGroup } from './group-timing.ts';
import { median } from './numbers.ts';
import { edited } from './predictions.ts';

export const SCALE_ROLLOUTS = 512;
const FILE_CHARACTERS = 10_000;
const REPEATS = 5;

export interface TimedScale {
  readonly engine: string;
  /** CPU seconds of all rollouts, compiled code. */
  readonly seconds: number;
  /** The same when it is the first thing that the engine does here; only true of the first engine. */
  readonly firstSeconds: number;
}

/** A step of the paper: 512 rollouts, 16 for each task, two files of 10 KB each. */
export function timeScale(
  engines: readonly MatchEngine[],
  clock: CpuClock,
  seed: string,
): readonly TimedScale[] {
  const groups = scaleGroups(seed);
  return engines.map((engine) => {
    const seconds = Array.from({ length: REPEATS }, () =>
      cpuSecondsOf(clock, () => groups.map((group) => scoreGroup(engine, group))),
    );
    return { engine: engine.name, seconds: median(seconds), firstSeconds: seconds[0] ?? 0 };
  });
}

export function scaleGroups(seed: string): readonly RewardGroup[] {
  const random = seededRandom(`${seed}/scale`);
  const change = (path: string): FileChange => {
    const lines = diffLikeText(random, FILE_CHARACTERS).split('\n');
    const edits = Array.from({ length: 1 + random(4) }, () => ({
      at: random(lines.length),
      removed: random(4),
      added: diffLikeText(random, 40 + random(300)).split('\n'),
    }));
    const old = edited(lines, []);
    return { repository: '', commit: '', path, old, new: edited(lines, edits) };
  };
  return Array.from({ length: SCALE_ROLLOUTS / GROUP_SIZE }, () =>
    groupOf(random, [change('src/one.py'), change('src/two.py')]),
  );
}
