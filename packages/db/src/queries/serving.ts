import { and, desc, eq } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { servingAssignment } from '../tables/policy.ts';

export type ServingRow = typeof servingAssignment.$inferSelect;

/** Notes that an engine confirmed a version under a name. Publishing again adds nothing. */
export async function recordServing(
  database: Database,
  assignment: Omit<ServingRow, 'assignedAt'>,
): Promise<void> {
  await database.query((db) =>
    db.insert(servingAssignment).values(assignment).onConflictDoNothing(),
  );
}

/** The newest confirmation that an engine served a version, or null. It may have restarted since. */
export async function servingOf(
  database: Database,
  engine: string,
  policyVersionId: string,
): Promise<ServingRow | null> {
  const of = servingAssignment;
  const [row] = await database.query((db) =>
    db
      .select()
      .from(of)
      .where(and(eq(of.engine, engine), eq(of.policyVersionId, policyVersionId)))
      .orderBy(desc(of.assignedAt))
      .limit(1),
  );
  return row ?? null;
}
