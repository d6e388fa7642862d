import { EvolineFailure } from '@evoline/contract/failures';
import { isGrpcDeadlineError, WorkflowNotFoundError } from '@temporalio/client';
import type { Steering } from './connect.ts';

/** Runs a request to the server with a deadline, and says in plain words when it passes. */
export async function withinDeadline<T>(
  { client }: Steering,
  seconds: number,
  what: string,
  request: () => Promise<T>,
): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + seconds * 1000, request);
  } catch (error) {
    if (isGrpcDeadlineError(error) || isGrpcDeadlineError(causeOf(error))) {
      throw new EvolineFailure(
        'temporal_unreachable',
        `${what} was not answered within ${seconds} s; is a worker of queue pipeline running?`,
        { cause: error },
      );
    }
    if (error instanceof WorkflowNotFoundError) {
      throw new EvolineFailure('not_found', `There is no workflow ${error.workflowId}.`, {
        cause: error,
      });
    }
    throw error;
  }
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
