import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import type { RewardRule } from './rewards.ts';

/**
 * Those of these groups that have no outcome under a reward rule: not sampled yet, or
 * with a sample that is neither excluded nor graded. In no order.
 */
export async function unjudgedGroups(
  database: Database,
  groupIds: readonly string[],
  rule: RewardRule,
): Promise<Set<string>> {
  const ids = sql.param([...groupIds]);
  const result = await database.query((db) =>
    db.execute<{ group_id: string }>(sql`
      select g.group_id from rollout_group g
      where g.group_id = any(${ids}::text[]) and (
        g.state = 'planned' or exists (
          select from sample s
          where s.run_id = g.run_id and s.group_id = g.group_id and s.excluded_reason is null
            and not exists (
              select from reward r
              where r.run_id = s.run_id and r.group_id = s.group_id and r.index = s.index
                and r.reward = ${rule.reward} and r.config_digest = ${rule.configDigest})))`),
  );
  return new Set(result.rows.map((row) => row.group_id));
}
