import { eq, sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { scheduleApplication } from '../tables/run.ts';

/** The digest of the specification that this code applied last to a schedule, or null. */
export async function lastScheduleApplication(
  database: Database,
  scheduleId: string,
): Promise<string | null> {
  const [row] = await database.query((db) =>
    db
      .select({ digest: scheduleApplication.specificationDigest })
      .from(scheduleApplication)
      .where(eq(scheduleApplication.scheduleId, scheduleId)),
  );
  return row?.digest ?? null;
}

/** Remembers that this code has applied a specification just now. */
export async function recordScheduleApplication(
  database: Database,
  scheduleId: string,
  specificationDigest: string,
): Promise<void> {
  await database.query((db) =>
    db
      .insert(scheduleApplication)
      .values({ scheduleId, specificationDigest })
      .onConflictDoUpdate({
        target: scheduleApplication.scheduleId,
        set: { specificationDigest, appliedAt: sql`now()` },
      }),
  );
}
