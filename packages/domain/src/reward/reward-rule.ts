import type { RewardOutcome } from '@evoline/contract/reward';
import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import { typescriptEngine } from '@evoline/sequence-matcher/typescript-engine';
import type { ChangesByPath } from './file-changes.ts';
import type { RewardExplanation } from './reward-explanation.ts';

/** What an output is judged against. Both are texts by path; only own keys count. */
export interface RewardTask {
  /** Files as the policy was shown them. */
  readonly codeContext: Readonly<Record<string, string>>;
  /** Files as the pull request left them; a removed file is the empty text. */
  readonly oracleNewContent: Readonly<Record<string, string>>;
}

/** Beyond these a sample is excluded with `over_size_cap`; it is never scored -1 for its size. */
export interface RewardCaps {
  /** UTF-16 units of one file, before and after its edits. */
  readonly fileCharacters: number;
  /** UTF-16 units of one file's diff, on either side. */
  readonly diffCharacters: number;
}

export const defaultRewardCaps: RewardCaps = {
  fileCharacters: 16_000_000,
  diffCharacters: 500_000,
};

export interface RewardSetting {
  /** All engines give the same bits, so it is no part of any key. */
  readonly engine: MatchEngine;
  readonly caps: RewardCaps;
}

export const defaultRewardSetting: RewardSetting = {
  engine: typescriptEngine,
  caps: defaultRewardCaps,
};

/**
 * One way to judge outputs. Pure: equal tasks, outputs and caps give the same 64 bits everywhere. A rule
 * never changes its answers: a correction is a new version, because scores are keyed by `name@version`.
 */
export interface RewardRule {
  readonly name: string;
  readonly version: number;
  /** One sentence for people. */
  readonly summary: string;
  /** What its value is made of: the mean of the files' similarities, whether all are exact, or other rules. */
  readonly madeOf: 'mean' | 'exactness' | 'parts';
  /** What its answers depend on besides the caps; part of the key of its scores. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Does once what all outputs for one item need: oracle diffs, prepared lines and texts. */
  prepare(task: RewardTask, setting: RewardSetting): PreparedReward;
}

/** A rule made ready for one item. What it keeps of outputs (places of search texts) is bounded and makes no difference. */
export interface PreparedReward {
  score(output: string): RewardOutcome;
  /** The same outcome with everything it was made of. */
  explain(output: string): RewardExplanation;
  /** What an output without fault would get that makes these changes. */
  scoreChanges(changes: ChangesByPath): RewardOutcome;
}

/** How a rule stands in lineage. */
export function rewardName({ name, version }: Pick<RewardRule, 'name' | 'version'>): string {
  return `${name}@${version}`;
}
