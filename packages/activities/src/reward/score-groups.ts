import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { type GroupRow, groupsById } from '@evoline/db/queries/groups';
import { itemContents } from '@evoline/db/queries/item-contents';
import { rewardsOfGroups } from '@evoline/db/queries/rewards';
import { runById } from '@evoline/db/queries/runs';
import type { ActivityContext } from '../activity-context.ts';
import { type KeyedRewardRule, keyedRewardRule } from './keyed-reward-rule.ts';
import type { RewardDeps } from './reward-deps.ts';
import { scoreGroup } from './score-group.ts';

/**
 * Scores the samples of finished groups under the reward of the run, group after group. What is
 * scored already stays; equal answers to one item are graded once. A fault of the engine or of the
 * grader excludes a sample with its reason and is never a reward.
 *
 * @returns samples with a reward, and samples without one by reason
 */
export async function scoreGroups(
  deps: RewardDeps,
  request: { readonly runId: string; readonly groupIds: readonly string[] },
  context: ActivityContext,
): Promise<{ scored: number; excluded: Record<string, number> }> {
  const rule = await ruleOfRun(deps.database, request.runId);
  const groups = await groupsById(deps.database, request.groupIds);
  const finished = groups.filter((group) => group.state === 'finished');
  const contents = await itemContents(
    deps.database,
    finished.map((group) => group.itemDigest),
  );
  for (const group of finished) {
    context.signal.throwIfAborted();
    const content = contents.get(group.itemDigest);
    if (content !== undefined) await scoreGroup(deps, rule, group, content, context);
    context.heartbeat({ scored: group.groupId });
  }
  return countScores(deps.database, rule, groups);
}

async function ruleOfRun(database: Database, runId: string): Promise<KeyedRewardRule> {
  const { name, config } = await runById(database, runId);
  if (config?.workflow === 'trainPolicy' || config?.workflow === 'evaluateCheckpoint') {
    return keyedRewardRule(config.config.reward);
  }
  throw new EvolineFailure('input_invalid', `run ${name} neither trains nor evaluates`);
}

async function countScores(
  database: Database,
  rule: KeyedRewardRule,
  groups: readonly GroupRow[],
): Promise<{ scored: number; excluded: Record<string, number> }> {
  const groupIds = groups.map((group) => group.groupId);
  const rows = await rewardsOfGroups(database, rule.key, groupIds);
  const excluded: Record<string, number> = {};
  const exclude = (reason: string, samples: number) => {
    excluded[reason] = (excluded[reason] ?? 0) + samples;
  };
  for (const row of rows) if (row.outcome === 'excluded') exclude(row.category ?? 'unknown', 1);
  for (const group of groups) {
    if (group.state === 'excluded') exclude(group.reason ?? 'unknown', group.sampling.samples);
  }
  return { scored: rows.filter((row) => row.outcome !== 'excluded').length, excluded };
}
