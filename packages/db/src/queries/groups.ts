import { and, asc, eq, inArray } from 'drizzle-orm';
import type { SampleChunkRequest } from '@evoline/contract/rollout';
import { insertRows } from '../insert-rows.ts';
import type { Database } from '../open-database.ts';
import { rolloutGroup } from '../tables/rollout.ts';

export type GroupRow = typeof rolloutGroup.$inferSelect;
export type NewGroup = Pick<
  GroupRow,
  | 'groupId'
  | 'runId'
  | 'purpose'
  | 'step'
  | 'itemDigest'
  | 'policyVersionId'
  | 'template'
  | 'seed'
  | 'sampling'
  | 'samplingDigest'
>;

/** Plans groups. Those that are known by id stay as they are. Returns how many were new. */
export async function planGroups(database: Database, groups: readonly NewGroup[]): Promise<number> {
  return await database.query((db) => insertRows(db, rolloutGroup, groups));
}

/** The groups with these ids that exist, in no order. */
export async function groupsById(
  database: Database,
  groupIds: readonly string[],
): Promise<GroupRow[]> {
  return await database.query((db) =>
    db
      .select()
      .from(rolloutGroup)
      .where(inArray(rolloutGroup.groupId, [...groupIds])),
  );
}

/** The groups that a run planned for one step, by id. */
export async function groupsOfStep(
  database: Database,
  of: {
    readonly runId: string;
    readonly purpose: SampleChunkRequest['purpose'];
    readonly step: number;
  },
): Promise<GroupRow[]> {
  const { runId, purpose, step } = rolloutGroup;
  return await database.query((db) =>
    db
      .select()
      .from(rolloutGroup)
      .where(and(eq(runId, of.runId), eq(purpose, of.purpose), eq(step, of.step)))
      .orderBy(asc(rolloutGroup.groupId)),
  );
}
