import { EvolineFailure, failures } from '@evoline/contract/failures';
import { expect, it } from 'vitest';
import { failureReport } from './failure-report.ts';
import { InterruptedError, UsageError } from './io.ts';
import { RunEndedError } from './session/run-ended-error.ts';

it('names a failure of the table with its cure', () => {
  const { exitCode, document, text } = failureReport(
    new EvolineFailure('engine_unreachable', 'nothing answers at :8000'),
  );
  const { cure } = failures.engine_unreachable;
  expect(exitCode).toBe(1);
  expect(document).toEqual({
    error: { code: 'engine_unreachable', message: 'nothing answers at :8000', cure },
  });
  expect(text).toBe(`nothing answers at :8000\n  ${cure}`);
});

it('gives bad usage exit code 2 and everything else 1', () => {
  const codes = [new UsageError('no'), new InterruptedError(), new Error('odd'), 'text'].map(
    (error) => failureReport(error).exitCode,
  );
  expect(codes).toEqual([2, 1, 1, 1]);
});

it('says of a defect that it is one, without a stack trace', () => {
  const { text } = failureReport(new TypeError('x is not a function'));
  expect(text).toContain(failures.internal.cure);
  expect(text).not.toContain('    at ');
});

it('tells how a run that was waited for has ended', () => {
  const ending = {
    workflowId: 'night-7',
    status: 'FAILED',
    code: 'git_failed',
    message: 'no refs',
  };
  expect(failureReport(new RunEndedError(ending))).toEqual({
    exitCode: 1,
    document: {
      error: { code: 'git_failed', message: 'no refs' },
      workflowId: 'night-7',
      status: 'FAILED',
    },
    text: 'night-7 failed: no refs',
  });
});
