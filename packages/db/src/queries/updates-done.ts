import { and, count, eq, gte, lte, ne } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { step } from '../tables/train.ts';

/** How many updates a run has done up to a step: idle steps and the warm start are none. */
export async function updatesDone(
  database: Database,
  runId: string,
  upToStep: number,
): Promise<number> {
  const [row] = await database.query((db) =>
    db
      .select({ updates: count() })
      .from(step)
      .where(
        and(
          eq(step.runId, runId),
          gte(step.step, 1),
          lte(step.step, upToStep),
          ne(step.fromPolicyVersion, step.toPolicyVersion),
        ),
      ),
  );
  return row?.updates ?? 0;
}
