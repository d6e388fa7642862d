import type { ArtifactRef } from '@evoline/contract/artifact';
import type { RewardChoice, RewardOutcome } from '@evoline/contract/reward';
import type { GroupRow } from '@evoline/db/queries/groups';
import {
  type CachedReward,
  cachedRewards,
  recordRewards,
  rewardsOfGroups,
} from '@evoline/db/queries/rewards';
import { type SampleRow, samplesOfGroups } from '@evoline/db/queries/samples';
import { rewardTask } from '@evoline/domain/reward/reward-task';
import { readGroup } from '../read-group.ts';
import { readItem } from '../read-item.ts';
import type { KeyedRewardRule } from './keyed-reward-rule.ts';
import type { RewardDeps, ScoreDeps } from './reward-deps.ts';
import { type ScoreColumns, scoreColumns } from './score-columns.ts';

/** A finished group, its item, and the reward that judges it. */
export interface GroupToScore {
  readonly group: GroupRow;
  readonly content: ArtifactRef;
  readonly reward: RewardChoice;
  readonly key: KeyedRewardRule['key'];
}

/** Scores by the digest of the answer; a group is about one item, so that names them. */
type Grades = Map<string, ScoreColumns>;

/**
 * Scores what is not scored yet of one finished group and writes it in one transaction. Answers whose grade is
 * known are looked up, the others go to the pool.
 */
export async function scoreGroup(
  deps: ScoreDeps,
  toScore: GroupToScore,
  signal: AbortSignal,
): Promise<void> {
  const { group, key } = toScore;
  const { groupId, runId, itemDigest } = group;
  const missing = await unscoredSamples(deps, key, groupId);
  if (missing.length === 0) return;
  const grades = await knownGrades(deps, key, missing);
  await gradeTheRest(deps, toScore, missing, grades, signal);
  signal.throwIfAborted();
  const rows = missing.map((sample) => ({
    ...scoreOf(grades, sample),
    runId,
    groupId,
    index: sample.index,
    ...key,
  }));
  const cacheable = [...grades].map(([outputDigest, score]) => ({
    ...score,
    ...key,
    itemDigest,
    outputDigest,
  }));
  await recordRewards(deps.database, rows, cacheable);
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

async function knownGrades(
  { database }: RewardDeps,
  key: KeyedRewardRule['key'],
  missing: readonly SampleRow[],
): Promise<Grades> {
  const cached = await cachedRewards(database, key, missing);
  const ofItem = cached.filter((row) => row.itemDigest === missing[0]?.itemDigest);
  return new Map(ofItem.map(gradeOf));
}

function gradeOf(row: CachedReward): [outputDigest: string, score: ScoreColumns] {
  const { outputDigest, outcome, value, exact, category, detail, parts } = row;
  return [outputDigest, { outcome, value, exact, category, detail, parts }];
}

/** Adds the grades of the answers that have none yet, each different answer graded once. */
async function gradeTheRest(
  { store, pool }: ScoreDeps,
  { group, content, reward }: GroupToScore,
  missing: readonly SampleRow[],
  grades: Grades,
  signal: AbortSignal,
): Promise<void> {
  const ungraded = new Map<string, number>();
  for (const { index, outputDigest, excludedReason } of missing) {
    if (excludedReason === null && !grades.has(outputDigest)) ungraded.set(outputDigest, index);
  }
  if (ungraded.size === 0) return;
  const { samples } = await readGroup(store, group);
  const texts = new Map(samples.map((sample) => [sample.index, sample.text]));
  const found = [...ungraded].flatMap(([outputDigest, index]) => {
    const output = texts.get(index);
    return output === undefined ? [] : [{ outputDigest, output }];
  });
  const task = rewardTask(await readItem(store, content));
  const outputs = found.map(({ output }) => output);
  const outcomes = await pool.score({ reward, task, outputs }, { signal });
  for (const [index, outcome] of outcomes.entries()) {
    const digest = found[index]?.outputDigest;
    if (digest !== undefined) grades.set(digest, scoreColumns(outcome));
  }
}

const ungradable: RewardOutcome = { outcome: 'excluded', reason: 'grader_error' };

function scoreOf(grades: Grades, { outputDigest, excludedReason }: SampleRow): ScoreColumns {
  if (excludedReason !== null) return scoreColumns({ outcome: 'excluded', reason: excludedReason });
  return grades.get(outputDigest) ?? scoreColumns(ungradable);
}
