import type { LeaseAnswer, LeaseRequest } from '@evoline/contract/run';
import * as leases from '@evoline/db/queries/leases';
import type { LedgerDeps } from './ledger-deps.ts';

/** Takes or renews a lease; a second holder is told who has it. */
export async function acquireLease(deps: LedgerDeps, request: LeaseRequest): Promise<LeaseAnswer> {
  return await leases.acquireLease(deps.database, request);
}

/** Frees a lease; nothing happens when another holder has it. */
export async function releaseLease(
  deps: LedgerDeps,
  held: { readonly key: string; readonly runId: string; readonly epoch: number },
): Promise<void> {
  await leases.releaseLease(deps.database, held);
}
