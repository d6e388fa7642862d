import { EvolineFailure, failures } from '@evoline/contract/failures';
import { ApplicationFailure, type Context } from '@temporalio/activity';

/**
 * The one place where errors become Temporal failures. An aborted attempt ends as cancelled, unless
 * its worker is shutting down: then it is retried elsewhere. An `EvolineFailure` keeps its code as the
 * failure's type and is retried as the failure table says. Anything else is a defect, code `internal`;
 * it may pass, so it is retried within the bounds of its queue.
 */
export function temporalFailure(error: unknown, context: Context): unknown {
  if (context.cancellationSignal.aborted) {
    const { workerShutdown, cancelRequested } = context.cancellationDetails ?? {};
    if (workerShutdown !== true || cancelRequested === true)
      return context.cancellationSignal.reason;
    return ApplicationFailure.retryable(
      'the worker was stopped during this attempt',
      'worker_stopped',
    );
  }
  if (error instanceof EvolineFailure) return ofFailure(error);
  return ofDefect(error);
}

function ofFailure({ code, message, details }: EvolineFailure): ApplicationFailure {
  const failure = ApplicationFailure.create({
    type: code,
    message,
    nonRetryable: !failures[code].retryable,
    details: [details],
    ...retryDelayOf(details),
  });
  // The message stands alone; a stack would show paths of the machine to people.
  failure.stack = '';
  return failure;
}

const longestDelaySeconds = 3600;

/** A server that says when it can be asked again is not asked before. */
function retryDelayOf({ retryAfterSeconds }: EvolineFailure['details']): {
  readonly nextRetryDelay?: number;
} {
  if (typeof retryAfterSeconds !== 'number' || retryAfterSeconds <= 0) return {};
  return { nextRetryDelay: Math.min(retryAfterSeconds, longestDelaySeconds) * 1000 };
}

function ofDefect(error: unknown): ApplicationFailure {
  if (!(error instanceof Error)) return ApplicationFailure.retryable(String(error), 'internal');
  const failure = ApplicationFailure.retryable(`${error.name}: ${error.message}`, 'internal');
  if (error.stack !== undefined) failure.stack = error.stack;
  return failure;
}
