import type { FailureCode } from '@evoline/contract/failures';
import { ApplicationFailure } from '@temporalio/workflow';

/**
 * A failure that ends a run, or refuses a message, with words for people. The stack is left out: the
 * UI would print it, with paths of the machine, under the message.
 */
export function refusal(code: FailureCode | (string & {}), message: string): ApplicationFailure {
  const failure = ApplicationFailure.nonRetryable(message, code);
  failure.stack = '';
  return failure;
}
