import { eq, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { runAncestor } from '../tables/train.ts';

/** A stretch of a policy's past: the steps of a run up to one of them. */
export interface ChainSegment {
  readonly runId: string;
  readonly upToStep: number;
}

/** The run of a version up to its step, then every run it descends from. */
export async function chainOf(
  database: Database,
  version: { readonly runId: string; readonly step: number },
): Promise<ChainSegment[]> {
  const ancestors = await database.query((db) =>
    db
      .select({ runId: runAncestor.ancestorRunId, upToStep: runAncestor.upToStep })
      .from(runAncestor)
      .where(eq(runAncestor.runId, version.runId)),
  );
  return [{ runId: version.runId, upToStep: version.step }, ...ancestors];
}

/** The chain as a table expression `chain(run_id, up_to_step)`. */
export function chainTable(chain: readonly ChainSegment[]): SQL {
  const runs = sql.param(chain.map((segment) => segment.runId));
  const steps = sql.param(chain.map((segment) => segment.upToStep));
  return sql`unnest(${runs}::text[], ${steps}::int[]) as chain(run_id, up_to_step)`;
}
