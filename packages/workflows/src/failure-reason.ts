import { failures } from '@evoline/contract/failures';
import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/workflow';

/** Why something ended, for people: `code` is of the failure table where one is known. */
export interface FailureReason {
  readonly code: string;
  readonly message: string;
  readonly cure: string;
  /** The activity that failed, if one did. */
  readonly activity: string | undefined;
  /** How far the activity had come, when it says so: attempts that came further are not counted. */
  readonly progress: number;
}

/** Unwraps what Temporal puts around a failure down to the words of the one who raised it. */
export function failureReason(error: unknown): FailureReason {
  if (error instanceof ChildWorkflowFailure) return ofChild(error);
  if (error instanceof ActivityFailure) return ofActivity(error);
  if (error instanceof ApplicationFailure) return ofApplication(error);
  return reason('internal', error instanceof Error ? error.message : String(error));
}

function ofChild(error: ChildWorkflowFailure): FailureReason {
  const id = error.execution.workflowId ?? error.workflowType;
  if (error.cause instanceof TerminatedFailure) {
    return reason(
      'terminated',
      `${id} was terminated`,
      'Start the run again; what it left is kept.',
    );
  }
  const inner = failureReason(error.cause);
  return { ...inner, message: `${error.workflowType} ${id}: ${inner.message}` };
}

function ofActivity(error: ActivityFailure): FailureReason {
  const { cause, activityType: activity } = error;
  if (cause instanceof TimeoutFailure) return { ...ofTimeout(activity, cause), activity };
  return { ...failureReason(cause), activity };
}

const timeouts = {
  SCHEDULE_TO_START: ['no worker took it in time', 'Start a worker for its queue.'],
  HEARTBEAT: ['its worker went silent', 'Look at the log of the worker that ran it.'],
  START_TO_CLOSE: ['it ran past its time limit', 'Look at the log of the worker that ran it.'],
  SCHEDULE_TO_CLOSE: ['it did not end in time', 'Check that workers of its queue are running.'],
} as const;

function ofTimeout(
  activity: string,
  { timeoutType = 'START_TO_CLOSE' }: TimeoutFailure,
): FailureReason {
  const [what, cure] = timeouts[timeoutType];
  return reason(`timeout_${timeoutType.toLowerCase()}`, `${activity}: ${what}`, cure);
}

function ofApplication(error: ApplicationFailure): FailureReason {
  const detail: unknown = error.details?.[0];
  const progress =
    typeof detail === 'object' && detail !== null && 'progress' in detail ? detail.progress : 0;
  return {
    ...reason(error.type ?? 'internal', error.message),
    progress: typeof progress === 'number' ? progress : 0,
  };
}

function reason(code: string, message: string, cure?: string): FailureReason {
  const known = Object.hasOwn(failures, code) ? failures[code as keyof typeof failures] : undefined;
  return {
    code,
    message,
    cure: cure ?? known?.cure ?? failures.internal.cure,
    activity: undefined,
    progress: 0,
  };
}
