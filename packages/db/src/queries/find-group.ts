import { and, asc, desc, eq, isNotNull, like } from 'drizzle-orm';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '../open-database.ts';
import { reward } from '../tables/reward.ts';
import { rolloutGroup } from '../tables/rollout.ts';
import { batchSample } from '../tables/train.ts';
import type { GroupRow } from './groups.ts';
import type { RewardRow } from './rewards.ts';

/**
 * A group by its id, the beginning of one (8 characters or more), or `latest`: the one finished last.
 *
 * @throws EvolineFailure not_found; input_invalid when several groups begin like that
 */
export async function findGroup(database: Database, name: string): Promise<GroupRow> {
  if (name === 'latest') return await latestGroup(database);
  const isPrefix = /^[0-9a-f]{8,}$/.test(name);
  const named = isPrefix ? like(rolloutGroup.groupId, `${name}%`) : eq(rolloutGroup.groupId, name);
  const [found, another] = await database.query((db) =>
    db.select().from(rolloutGroup).where(named).orderBy(asc(rolloutGroup.groupId)).limit(2),
  );
  if (found === undefined) {
    throw new EvolineFailure('not_found', `there is no rollout group ${name}`);
  }
  if (another === undefined || found.groupId === name) return found;
  throw new EvolineFailure('input_invalid', `several rollout groups begin with ${name}`);
}

async function latestGroup(database: Database): Promise<GroupRow> {
  const { finishedAt, groupId } = rolloutGroup;
  const [found] = await database.query((db) =>
    db
      .select()
      .from(rolloutGroup)
      .where(isNotNull(finishedAt))
      .orderBy(desc(finishedAt), asc(groupId))
      .limit(1),
  );
  if (found !== undefined) return found;
  const first = 'No group has been sampled yet. Start runPipeline first, or npm run demo.';
  throw new EvolineFailure('nothing_to_work_on', first);
}

/** What a group's samples came to: every score of theirs, and the advantages they were trained with. */
export interface GroupResults {
  /** By index, of every reward rule that was applied. */
  readonly rewards: readonly RewardRow[];
  /** By index; empty when the group was not trained on. */
  readonly advantages: ReadonlyMap<number, number>;
}

export async function resultsOfGroup(
  database: Database,
  { runId, groupId }: Pick<GroupRow, 'runId' | 'groupId'>,
): Promise<GroupResults> {
  const rewards = await database.query((db) =>
    db
      .select()
      .from(reward)
      .where(and(eq(reward.runId, runId), eq(reward.groupId, groupId)))
      .orderBy(asc(reward.index), asc(reward.reward)),
  );
  const members = await database.query((db) =>
    db
      .select({ index: batchSample.index, advantage: batchSample.advantage })
      .from(batchSample)
      .where(and(eq(batchSample.runId, runId), eq(batchSample.groupId, groupId))),
  );
  return { rewards, advantages: new Map(members.map((row) => [row.index, row.advantage])) };
}
