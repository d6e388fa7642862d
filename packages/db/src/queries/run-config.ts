import { eq } from 'drizzle-orm';
import { EvolineFailure } from '@evoline/contract/failures';
import type { ConfigOf, WorkflowType } from '@evoline/contract/run';
import type { Database } from '../open-database.ts';
import { run } from '../tables/run.ts';

/** A run with its resolved configuration, known to be of one workflow. */
export interface ConfiguredRun<W extends WorkflowType> {
  readonly runId: string;
  readonly runName: string;
  readonly parentRunId: string | null;
  readonly codeRevision: string;
  readonly config: ConfigOf<W>;
}

/**
 * The configuration that a run of this workflow was resolved to when it was opened.
 *
 * @throws EvolineFailure not_found for an unknown run, input_invalid for a run of another workflow
 */
export async function configuredRun<W extends WorkflowType>(
  database: Database,
  runId: string,
  workflow: W,
): Promise<ConfiguredRun<W>> {
  const [row] = await database.query((db) => db.select().from(run).where(eq(run.id, runId)));
  if (row === undefined) throw new EvolineFailure('not_found', `there is no run ${runId}`);
  const { name: runName, parentRunId, codeRevision } = row;
  if (row.config?.workflow !== workflow) {
    throw new EvolineFailure('input_invalid', `run ${runName} has no configuration of ${workflow}`);
  }
  const config = row.config.config as ConfigOf<W>;
  return { runId, runName, parentRunId, codeRevision, config };
}
