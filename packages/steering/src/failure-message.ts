import { FailureCode } from '@evoline/contract/failures';
import { ApplicationFailure } from '@temporalio/client';

/** The innermost message of a failed run: the sentence written for people, without the wrappers' own words. */
export function failureMessage(error: unknown): string {
  const innermost = innermostOf(error);
  return innermost instanceof Error ? innermost.message : String(innermost);
}

/** The failure table's code of a failed run; null for what is not in the table, such as a timeout. */
export function failureCode(error: unknown): FailureCode | null {
  const innermost = innermostOf(error);
  const type = innermost instanceof ApplicationFailure ? innermost.type : null;
  return FailureCode.safeParse(type).data ?? null;
}

function innermostOf(error: unknown): unknown {
  let innermost: unknown = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) {
    innermost = innermost.cause;
  }
  return innermost;
}
