import { EvolineFailure } from '@evoline/contract/failures';
import type { ConfigOf, WorkflowType } from '@evoline/contract/run';
import type { Database } from '@evoline/db/open-database';
import { runById } from '@evoline/db/queries/runs';

/**
 * The resolved configuration of a run of the given workflow.
 *
 * @throws EvolineFailure not_found for an unknown run; input_invalid for a run of another workflow
 */
export async function runConfig<W extends WorkflowType>(
  database: Database,
  runId: string,
  workflow: W,
): Promise<ConfigOf<W>> {
  const { config, name } = await runById(database, runId);
  // The tag decides the type; the compiler cannot follow that through a type parameter.
  if (config?.workflow === workflow) return config.config as ConfigOf<W>;
  const is = config?.workflow ?? 'a plan';
  throw new EvolineFailure('input_invalid', `run ${name} is ${is}, not ${workflow}`);
}
