import type { DoneResults } from '@evoline/contract/results';
import type { Steering } from '@evoline/steering/connect';
import { startWorkflow } from '@evoline/steering/start-workflow';
import type { Io } from '../io.ts';
import { followToResult } from '../session/follow-run.ts';
import { RunEndedError } from '../session/run-ended-error.ts';

const maxReason = 500;

/**
 * Runs freezeDataset on the items of a version and returns the digest of the new one, a draft unless it was
 * there already; null when nothing of it is left.
 */
export async function freezeAnew(
  io: Io,
  steering: Steering,
  from: string,
  reason: string,
): Promise<string | null> {
  // It is published when what it takes the place of is revoked, both at once.
  const input = { from, reason: reason.slice(0, maxReason), publish: false };
  const { workflowId } = await startWorkflow(steering, 'freezeDataset', input);
  try {
    const result = await followToResult<DoneResults['freezeDataset']>(io, steering, workflowId);
    return result.dataset.digest;
  } catch (error) {
    const isEmpty = error instanceof RunEndedError && error.ending.code === 'nothing_to_work_on';
    if (isEmpty) return null;
    throw error;
  }
}
