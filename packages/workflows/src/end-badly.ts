import type { AbortedResult } from '@evoline/contract/results';
import type { CloseRunRequest, OpenedRun } from '@evoline/contract/run';
import { ApplicationFailure, isCancellation, log, TemporalFailure } from '@temporalio/workflow';
import { failureReason } from './failure-reason.ts';
import { shortLedger } from './proxies.ts';
import { refusal } from './refusal.ts';
import type { RunPage } from './run-page.ts';
import type { StageLog } from './stage-log.ts';

interface Ending {
  readonly page: RunPage;
  readonly log: StageLog;
  readonly opened: OpenedRun | null;
  readonly abortReason: string | null;
}

/**
 * Ends a run that did not come to its end: aborted by update, cancelled, or failed. The failure of
 * the run holds the words of the innermost cause. Other errors are defects of workflow code: they
 * fail the task, not the run, and a corrected worker takes the run on.
 */
export async function endBadly(error: unknown, ending: Ending): Promise<AbortedResult> {
  if (!(error instanceof TemporalFailure)) throw error;
  if (!isCancellation(error)) {
    const failure = failureOfRun(error);
    await close(ending, 'failed', failure.message);
    throw failure;
  }
  const reason = ending.abortReason;
  await close(ending, 'aborted', reason ?? 'cancelled');
  if (reason === null || ending.opened === null) throw error;
  const { runId, runName } = ending.opened;
  return { runId, runName, state: 'aborted', reason };
}

function failureOfRun(error: TemporalFailure): ApplicationFailure {
  if (error instanceof ApplicationFailure) return error;
  const { code, message, cure } = failureReason(error);
  return refusal(code, `${message}\n${cure}`);
}

async function close(
  { page, log: stageLog, opened }: Ending,
  state: Exclude<CloseRunRequest['state'], 'done' | 'planned'>,
  summary: string,
): Promise<void> {
  page.ended(state, summary);
  if (opened === null) return;
  await stageLog.ended(state);
  try {
    await shortLedger.closeRun({ runId: opened.runId, state, summary });
  } catch (error) {
    log.warn('the run was not closed in the ledger', { runId: opened.runId, error });
  }
}
