import { EvolineFailure } from '@evoline/contract/failures';
import type { RewardChoice } from '@evoline/contract/reward';
import type { Database } from '@evoline/db/open-database';
import { type GroupRow, groupsById } from '@evoline/db/queries/groups';
import { itemContents } from '@evoline/db/queries/item-contents';
import { rewardsOfGroups } from '@evoline/db/queries/rewards';
import { runById } from '@evoline/db/queries/runs';
import { runReward } from '@evoline/domain/reward/run-reward';
import type { ActivityContext } from '../activity-context.ts';
import { type KeyedRewardRule, keyedRewardRule } from './keyed-reward-rule.ts';
import type { ScoreDeps } from './reward-deps.ts';
import { scoreGroup } from './score-group.ts';
import { severalAtOnce } from './several-at-once.ts';

/**
 * Scores the samples of finished groups under the reward of the run, several groups at a time in the threads of the
 * pool. What is scored already stays; equal answers to one item are graded once, over all runs. A fault of the
 * engine or of the grader excludes a sample with its reason and is never a reward.
 *
 * @returns samples with a reward, and samples without one by reason
 */
export async function scoreGroups(
  deps: ScoreDeps,
  request: { readonly runId: string; readonly groupIds: readonly string[] },
  context: ActivityContext,
): Promise<{ scored: number; excluded: Record<string, number> }> {
  const reward = await rewardOfRun(deps.database, request.runId);
  const { key } = keyedRewardRule(reward);
  const groups = await groupsById(deps.database, request.groupIds);
  const finished = groups.filter((group) => group.state === 'finished');
  const contents = await itemContents(
    deps.database,
    finished.map((group) => group.itemDigest),
  );
  const toScore = finished.flatMap((group) => {
    const content = contents.get(group.itemDigest);
    return content === undefined ? [] : [{ group, content, reward, key }];
  });
  await severalAtOnce(toScore, groupsAtOnce(deps), context.signal, async (each, signal) => {
    await scoreGroup(deps, each, signal);
    context.heartbeat({ scored: each.group.groupId });
  });
  return countScores(deps.database, key, groups);
}

/** One group is read and written while others keep the threads busy. */
function groupsAtOnce({ pool }: ScoreDeps): number {
  return Math.min(pool.threads + 1, mostGroupsAtOnce);
}

/** Each holds its samples with their log-probs in memory. */
const mostGroupsAtOnce = 16;

async function rewardOfRun(database: Database, runId: string): Promise<RewardChoice> {
  const { name, config } = await runById(database, runId);
  const reward = runReward(config);
  if (reward !== undefined) return reward;
  throw new EvolineFailure('input_invalid', `run ${name} neither trains nor evaluates`);
}

async function countScores(
  database: Database,
  key: KeyedRewardRule['key'],
  groups: readonly GroupRow[],
): Promise<{ scored: number; excluded: Record<string, number> }> {
  const groupIds = groups.map((group) => group.groupId);
  const rows = await rewardsOfGroups(database, key, groupIds);
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
