import { EvolineFailure } from '@evoline/contract/failures';
import { type AbortRun, messages, type RetryStage } from '@evoline/contract/steering';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { Steering } from './connect.ts';
import { withinDeadline } from './within-deadline.ts';

const answerSeconds = 60;

/**
 * Sends the update `retryStage`. A parent passes it on to the child that waits.
 *
 * @returns what the workflow answered, one sentence.
 * @throws EvolineFailure `update_refused` with the workflow's own refusal.
 */
export function retryStage(
  steering: Steering,
  workflowId: string,
  change: RetryStage,
): Promise<string> {
  return sendUpdate(steering, workflowId, messages.retryStage, change);
}

/** Sends the update `abortRun`; answers and refusals as with `retryStage`. */
export function abortRun(
  steering: Steering,
  workflowId: string,
  request: AbortRun,
): Promise<string> {
  return sendUpdate(steering, workflowId, messages.abortRun, request);
}

async function sendUpdate(
  steering: Steering,
  workflowId: string,
  name: string,
  argument: unknown,
): Promise<string> {
  const handle = steering.client.workflow.getHandle(workflowId);
  try {
    return await withinDeadline(steering, answerSeconds, `${name} of ${workflowId}`, () =>
      handle.executeUpdate<string, [unknown]>(name, { args: [argument] }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    throw new EvolineFailure('update_refused', error.cause?.message ?? error.message, {
      cause: error,
    });
  }
}
