import type { CloseRunRequest, StageAttemptRecord } from '@evoline/contract/run';
import * as runs from '@evoline/db/queries/runs';
import type { LedgerDeps } from './ledger-deps.ts';

/** Ends a run in the ledger and frees its leases. */
export async function closeRun(deps: LedgerDeps, request: CloseRunRequest): Promise<void> {
  await runs.closeRun(deps.database, request);
}

/** Notes that an attempt of a stage started, waits or ended. */
export async function recordStage(deps: LedgerDeps, record: StageAttemptRecord): Promise<void> {
  await runs.recordStage(deps.database, record);
}
