import { createHash } from 'node:crypto';
import { canonicalJson } from '@evoline/contract/canonical-json';
import type { NightlySchedule } from '@evoline/contract/nightly-schedule';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { scheduleApplication } from '../tables/run.ts';

/** What the code wanted of a schedule when it was applied last; null: never, or by an older version. */
export async function lastScheduleApplication(
  database: Database,
  scheduleId: string,
): Promise<NightlySchedule | null> {
  const [row] = await database.query((db) =>
    db
      .select({ specification: scheduleApplication.specification })
      .from(scheduleApplication)
      .where(eq(scheduleApplication.scheduleId, scheduleId)),
  );
  return row?.specification ?? null;
}

/** Remembers what the code wanted of a schedule just now. */
export async function recordScheduleApplication(
  database: Database,
  scheduleId: string,
  specification: NightlySchedule,
): Promise<void> {
  const specificationDigest = createHash('sha256')
    .update(canonicalJson(specification))
    .digest('hex');
  const written = { specificationDigest, specification };
  await database.query((db) =>
    db
      .insert(scheduleApplication)
      .values({ scheduleId, ...written })
      .onConflictDoUpdate({
        target: scheduleApplication.scheduleId,
        set: { ...written, appliedAt: sql`now()` },
      }),
  );
}
