import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  TerminatedFailure,
  TimeoutFailure,
} from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { failureReason } from './failure-reason.ts';

const ofActivity = (cause: Error): ActivityFailure =>
  new ActivityFailure('failed', 'updatePolicy', '1', 'MAXIMUM_ATTEMPTS_REACHED', 'w', cause);
const ofChild = (cause: Error): ChildWorkflowFailure =>
  new ChildWorkflowFailure('n', { workflowId: 'a/train' }, 'trainPolicy', 'TIMEOUT', cause);

describe('the reason of a failure', () => {
  it('is the words of the activity, with the cure of its code', () => {
    const cause = ApplicationFailure.retryable('signal 9', 'trainer_died', { progress: 7 });
    expect(failureReason(ofActivity(cause))).toMatchObject({
      code: 'trainer_died',
      message: 'signal 9',
      cure: expect.stringContaining('retryStage'),
      activity: 'updatePolicy',
      progress: 7,
    });
  });

  it('says of a timeout what did not happen in time', () => {
    const late = new TimeoutFailure('x', undefined, 'SCHEDULE_TO_START');
    expect(failureReason(ofActivity(late))).toMatchObject({
      code: 'timeout_schedule_to_start',
      message: 'updatePolicy: no worker took it in time',
      cure: 'Start a worker for its queue.',
    });
  });

  it('names the child, and goes down to what happened in it', () => {
    const cause = ofActivity(ApplicationFailure.nonRetryable('full', 'store_unreachable'));
    expect(failureReason(ofChild(cause))).toMatchObject({
      code: 'store_unreachable',
      message: 'trainPolicy a/train: full',
    });
    expect(failureReason(ofChild(new TerminatedFailure('x')))).toMatchObject({
      code: 'terminated',
      message: 'a/train was terminated',
    });
  });

  it('takes any other code and any other error as it is', () => {
    expect(failureReason(ApplicationFailure.nonRetryable('x', 'new_code')).code).toBe('new_code');
    expect(failureReason(new Error('boom'))).toMatchObject({ code: 'internal', message: 'boom' });
  });
});
