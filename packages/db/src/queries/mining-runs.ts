import { and, asc, desc, eq, inArray, or } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { run } from '../tables/run.ts';
import type { RunRow } from './runs.ts';

/**
 * The runs that mined under a name: the newest run with this id, workflow id or run name, and where that is
 * a night or a pipeline the mining runs that it started, oldest first. Unnamed: the newest that mined,
 * with those of the same night. Empty when there is none.
 */
export async function miningRuns(database: Database, name: string | null): Promise<RunRow[]> {
  const isNamed =
    name === null
      ? eq(run.workflow, 'minePullRequests')
      : and(
          inArray(run.workflow, ['minePullRequests', 'mineNightly', 'runPipeline']),
          or(eq(run.id, name), eq(run.workflowId, name), eq(run.name, name)),
        );
  const [newest] = await database.query((db) =>
    db.select().from(run).where(isNamed).orderBy(desc(run.startedAt)).limit(1),
  );
  if (newest === undefined) return [];
  if (name !== null && newest.workflow === 'minePullRequests') {
    // Children of a night bear its name: asked by that name, all of them are meant.
    const isOne = newest.id === name || newest.workflowId === name || newest.parentRunId === null;
    if (isOne) return [newest];
  }
  const parent = newest.workflow === 'minePullRequests' ? newest.parentRunId : newest.id;
  if (parent === null) return [newest];
  const children = and(eq(run.parentRunId, parent), eq(run.workflow, 'minePullRequests'));
  return await database.query((db) =>
    db.select().from(run).where(children).orderBy(asc(run.startedAt), asc(run.id)),
  );
}
