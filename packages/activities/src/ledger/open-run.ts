import { EvolineFailure } from '@evoline/contract/failures';
import type { OpenRunRequest, OpenedRun } from '@evoline/contract/run';
import { closeForsaken, findRun, insertRun } from '@evoline/db/queries/runs';
import type { NewRun, RunRow } from '@evoline/db/queries/runs';
import { contentDigest } from '@evoline/domain/content-digest';
import { readInputHead } from '@evoline/domain/run/read-input-head';
import { resolveConfig } from '@evoline/domain/run/resolve-config';
import { runIdOf } from '@evoline/domain/run/run-id';
import { gatherFacts } from './gather-facts.ts';
import type { LedgerDeps } from './ledger-deps.ts';

/**
 * Resolves the configuration and writes the run. Asked again for the same execution it answers what
 * it answered first, whatever has changed since.
 *
 * @throws EvolineFailure input_invalid, not_found, nothing_to_work_on; the last one not for a plan
 */
export async function openRun(deps: LedgerDeps, request: OpenRunRequest): Promise<OpenedRun> {
  const id = runIdOf(request.workflowId, request.firstRunId);
  const known = await findRun(deps.database, id);
  if (known === null) await closeForsaken(deps.database, request);
  const row = await insertRun(deps.database, known ?? (await newRun(deps, request, id)));
  return openedRun(deps, row);
}

async function newRun(deps: LedgerDeps, request: OpenRunRequest, id: string): Promise<NewRun> {
  const { workflow, workflowId, firstRunId, parentRunId } = request;
  const { runName, planOnly } = readInputHead(request.input);
  const { resolved, plan } = await resolveOrPlan(deps, request, planOnly);
  return {
    id,
    name: runName ?? workflowId,
    workflow,
    parentRunId: parentRunId ?? null,
    workflowId,
    firstRunId,
    config: resolved,
    configDigest: contentDigest(resolved),
    codeRevision: deps.codeRevision,
    project: deps.project,
    createdBy: deps.createdBy,
    plan,
  };
}

async function resolveOrPlan(
  deps: LedgerDeps,
  request: OpenRunRequest,
  planOnly: boolean,
): Promise<Pick<OpenedRun, 'resolved' | 'plan'>> {
  try {
    return resolveConfig(request, await gatherFacts(deps, request));
  } catch (error) {
    const isEmpty = error instanceof EvolineFailure && error.code === 'nothing_to_work_on';
    if (planOnly && isEmpty) return { resolved: null, plan: [error.message] };
    throw error;
  }
}

function openedRun({ uiUrl }: LedgerDeps, row: RunRow): OpenedRun {
  return {
    runId: row.id,
    runName: row.name,
    resolved: row.config,
    plan: row.plan,
    ...(uiUrl !== null && { uiUrl }),
  };
}
