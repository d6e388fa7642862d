import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import { scoreGroup } from './group-timing.ts';
import type { RewardGroup } from './group-workload.ts';
import type { DiffPair } from './pair-workload.ts';
import { type ProfileShare, profiled } from './profile.ts';

export interface Profile {
  readonly what: string;
  readonly shares: readonly ProfileShare[];
}

const PROFILE_MILLISECONDS = 4_000;
const medianCharacters = { from: 500, below: 900 };

/** Where the time goes of what is hardest to make faster: pairs of the median size, and whole rewards. */
export async function typicalProfiles(
  engine: MatchEngine,
  pairs: readonly DiffPair[],
  groups: readonly RewardGroup[],
): Promise<readonly Profile[]> {
  const typical = pairs.filter(
    ({ b }) => b.length >= medianCharacters.from && b.length < medianCharacters.below,
  );
  const onePass = (): void => typical.forEach(({ a, b }) => engine.ratio(a, b));
  const allGroups = (): void => groups.forEach((group) => scoreGroup(engine, group));
  return [
    { what: 'a pair of the median size', shares: await profiled(onePass, PROFILE_MILLISECONDS) },
    { what: 'a whole reward', shares: await profiled(allGroups, PROFILE_MILLISECONDS) },
  ];
}
