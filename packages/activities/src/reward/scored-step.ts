import { EvolineFailure } from '@evoline/contract/failures';
import type { GroupRecord } from '@evoline/contract/rollout';
import type { StepMetrics, TrainPolicyConfig } from '@evoline/contract/train';
import { type GroupRow, groupsById } from '@evoline/db/queries/groups';
import { type RewardRow, rewardsOfGroups } from '@evoline/db/queries/rewards';
import type { ScoredGroup } from '@evoline/domain/train/assemble-batch';
import { type MeasuredSample, stepMetrics } from '@evoline/domain/train/step-metrics';
import { readGroup } from '../read-group.ts';
import { keyedRewardRule } from './keyed-reward-rule.ts';
import type { RewardDeps } from './reward-deps.ts';
import { isWellFormed } from './score-columns.ts';

/** The finished groups of a step with their scores, and what the step measured. */
export interface ScoredStep {
  readonly groups: readonly ScoredGroup[];
  readonly metrics: StepMetrics;
}

/** @throws EvolineFailure not_found for an unknown group, internal for a sample without a score */
export async function scoredStep(
  deps: RewardDeps,
  config: TrainPolicyConfig,
  groupIds: readonly string[],
): Promise<ScoredStep> {
  const rows = await planned(deps, groupIds);
  const finished = rows.filter((row) => row.state === 'finished');
  const { key } = keyedRewardRule(config.reward);
  const rewards = await rewardsOfGroups(deps.database, key, groupIds);
  const scores = new Map(rewards.map((row) => [`${row.groupId}/${row.index}`, row]));
  const groups: ScoredGroup[] = [];
  const measured: MeasuredSample[][] = [];
  for (const row of finished) {
    const record = await readGroup(deps.store, row);
    const scored = record.samples.map((sample) => ({
      sample,
      score: scoreOf(scores, row.groupId, sample.index),
    }));
    groups.push(scoredGroup(record, scored));
    measured.push(scored.map(measure));
  }
  const lost = (rows.length - finished.length) * config.sampling.samples;
  return { groups, metrics: stepMetrics(measured, lost) };
}

/** The rows of the groups in the order asked. */
async function planned(deps: RewardDeps, groupIds: readonly string[]): Promise<GroupRow[]> {
  const rows = await groupsById(deps.database, groupIds);
  const byId = new Map(rows.map((row) => [row.groupId, row]));
  return groupIds.map((groupId) => {
    const row = byId.get(groupId);
    if (row !== undefined && row.state !== 'planned') return row;
    throw new EvolineFailure('internal', `group ${groupId} has not been sampled`);
  });
}

function scoreOf(scores: ReadonlyMap<string, RewardRow>, groupId: string, index: number) {
  const score = scores.get(`${groupId}/${index}`);
  if (score !== undefined) return score;
  throw new EvolineFailure('internal', `sample ${index} of group ${groupId} has not been scored`);
}

interface ScoredRecord {
  readonly sample: GroupRecord['samples'][number];
  readonly score: RewardRow;
}

function scoredGroup(record: GroupRecord, scored: readonly ScoredRecord[]): ScoredGroup {
  const samples = scored.map(({ sample, score }) => ({
    index: sample.index,
    tokenIds: sample.tokenIds,
    logProbs: sample.logProbs,
    reward: score.value,
  }));
  return { groupId: record.groupId, promptTokenIds: record.promptTokenIds, samples };
}

function measure({ sample, score }: ScoredRecord): MeasuredSample {
  return {
    reward: score.value,
    wellFormed: isWellFormed(score),
    exact: score.exact === true,
    truncated: sample.finishReason === 'length',
  };
}
