import { and, asc, eq, getTableColumns, inArray } from 'drizzle-orm';
import { insertRows } from '../insert-rows.ts';
import type { Database } from '../open-database.ts';
import { reward, rewardCache } from '../tables/reward.ts';
import { rolloutGroup } from '../tables/rollout.ts';

export type RewardRow = typeof reward.$inferSelect;
export type CachedReward = Omit<typeof rewardCache.$inferSelect, 'createdAt'>;

/** A reward rule at one version (`name@version`) with the digest of its configuration. */
export interface RewardRule {
  readonly reward: string;
  readonly configDigest: string;
}

/** Grades that are known for these answers, in no order. May hold more than was asked. */
export async function cachedRewards(
  database: Database,
  rule: RewardRule,
  answers: readonly { readonly itemDigest: string; readonly outputDigest: string }[],
): Promise<CachedReward[]> {
  const { createdAt: _at, ...columns } = getTableColumns(rewardCache);
  return await database.query((db) =>
    db
      .select(columns)
      .from(rewardCache)
      .where(
        and(
          inArray(rewardCache.itemDigest, distinct(answers.map((answer) => answer.itemDigest))),
          inArray(rewardCache.outputDigest, distinct(answers.map((answer) => answer.outputDigest))),
          eq(rewardCache.reward, rule.reward),
          eq(rewardCache.configDigest, rule.configDigest),
        ),
      ),
  );
}

/**
 * Writes the scores of samples and remembers the grades for equal answers, in one transaction.
 * Known rows stay as they are. An excluded score must not be cached: a fault may pass.
 */
export async function recordRewards(
  database: Database,
  scores: readonly RewardRow[],
  grades: readonly CachedReward[],
): Promise<void> {
  await database.transaction(async (db) => {
    await insertRows(
      db,
      rewardCache,
      grades.filter((grade) => grade.outcome !== 'excluded'),
    );
    await insertRows(db, reward, scores);
  });
}

/** The scores of these groups under one rule, by group and index. */
export async function rewardsOfGroups(
  database: Database,
  rule: RewardRule,
  groupIds: readonly string[],
): Promise<RewardRow[]> {
  const rows = await database.query((db) =>
    db
      .select({ reward })
      .from(rolloutGroup)
      .innerJoin(
        reward,
        and(eq(reward.runId, rolloutGroup.runId), eq(reward.groupId, rolloutGroup.groupId)),
      )
      .where(
        and(
          inArray(rolloutGroup.groupId, [...groupIds]),
          eq(reward.reward, rule.reward),
          eq(reward.configDigest, rule.configDigest),
        ),
      )
      .orderBy(asc(reward.groupId), asc(reward.index)),
  );
  return rows.map((row) => row.reward);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
