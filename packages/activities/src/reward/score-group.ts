import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ArtifactRef } from '@evoline/contract/artifact';
import type { RewardOutcome } from '@evoline/contract/reward';
import type { GroupRow } from '@evoline/db/queries/groups';
import {
  type CachedReward,
  cachedRewards,
  recordRewards,
  rewardsOfGroups,
} from '@evoline/db/queries/rewards';
import { type SampleRow, samplesOfGroups } from '@evoline/db/queries/samples';
import { defaultRewardSetting, type RewardRule } from '@evoline/domain/reward/reward-rule';
import { rewardTask } from '@evoline/domain/reward/reward-task';
import type { ActivityContext } from '../activity-context.ts';
import { readGroup } from '../read-group.ts';
import { readItem } from '../read-item.ts';
import type { KeyedRewardRule } from './keyed-reward-rule.ts';
import type { RewardDeps } from './reward-deps.ts';
import { type ScoreColumns, scoreColumns } from './score-columns.ts';

/** Scores by the digest of the answer; a group is about one item, so that names them. */
type Grades = Map<string, ScoreColumns>;

/** Scores what is not scored yet of one finished group and writes it in one transaction. */
export async function scoreGroup(
  deps: RewardDeps,
  { key, rule }: KeyedRewardRule,
  group: GroupRow,
  content: ArtifactRef,
  context: ActivityContext,
): Promise<void> {
  const { groupId, runId, itemDigest } = group;
  const missing = await unscoredSamples(deps, key, groupId);
  if (missing.length === 0) return;
  const grade = await grader(deps, rule, group, content);
  const cached = await cachedRewards(deps.database, key, missing);
  const grades: Grades = new Map(
    cached.filter((row) => row.itemDigest === itemDigest).map(gradeOf),
  );
  const rows = [];
  for (const { index, outputDigest, excludedReason } of missing) {
    const score = scoreOf(grades, outputDigest, excludedReason, () => grade(index));
    rows.push({ ...score, runId, groupId, index, ...key });
    // Grading blocks this thread: let heartbeats out in between.
    await nextTurn();
    context.signal.throwIfAborted();
  }
  const cacheable = [...grades].map(([outputDigest, score]) => ({
    ...score,
    ...key,
    itemDigest,
    outputDigest,
  }));
  await recordRewards(deps.database, rows, cacheable);
}

function gradeOf(row: CachedReward): [outputDigest: string, score: ScoreColumns] {
  const { outputDigest, outcome, value, exact, category, detail, parts } = row;
  return [outputDigest, { outcome, value, exact, category, detail, parts }];
}

async function unscoredSamples(
  { database }: RewardDeps,
  key: KeyedRewardRule['key'],
  groupId: string,
): Promise<SampleRow[]> {
  const scored = await rewardsOfGroups(database, key, [groupId]);
  const indices = new Set(scored.map((row) => row.index));
  const samples = await samplesOfGroups(database, [groupId]);
  return samples.filter((sample) => !indices.has(sample.index));
}

/** Grades the sample of an index; a grader that throws excludes it. */
async function grader(
  { store }: RewardDeps,
  rule: RewardRule,
  group: GroupRow,
  content: ArtifactRef,
): Promise<(index: number) => RewardOutcome> {
  const { samples } = await readGroup(store, group);
  const texts = new Map(samples.map((sample) => [sample.index, sample.text]));
  const task = rewardTask((await readItem(store, content)).files);
  const prepared = rule.prepare(task, defaultRewardSetting);
  return (index) => {
    const output = texts.get(index);
    if (output === undefined) return { outcome: 'excluded', reason: 'grader_error' };
    try {
      return prepared.score(output);
    } catch {
      return { outcome: 'excluded', reason: 'grader_error' };
    }
  };
}

function scoreOf(
  grades: Grades,
  outputDigest: string,
  excludedReason: SampleRow['excludedReason'],
  grade: () => RewardOutcome,
): ScoreColumns {
  if (excludedReason !== null) return scoreColumns({ outcome: 'excluded', reason: excludedReason });
  const score = grades.get(outputDigest) ?? scoreColumns(grade());
  grades.set(outputDigest, score);
  return score;
}
