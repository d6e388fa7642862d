import { EvolineFailure } from '@evoline/contract/failures';
import type { Steering } from '@evoline/steering/connect';
import { watchRun } from '@evoline/steering/watch-run';
import { z } from 'zod';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { ProgressLines } from '../report/progress-lines.ts';
import { progressOf } from '../report/run-progress.ts';
import { RunEndedError } from './run-ended-error.ts';

/** Shows a run on standard error until it ends, then its result. */
export async function followRun(io: Io, steering: Steering, workflowId: string): Promise<ExitCode> {
  const result = await followToResult(io, steering, workflowId);
  writeResult(io, result, JSON.stringify(result, null, 2));
  return 0;
}

/**
 * The same, and returns the result.
 *
 * @throws RunEndedError when the run failed or was ended by somebody
 */
export async function followToResult<T>(
  io: Io,
  steering: Steering,
  workflowId: string,
): Promise<T> {
  const lines = new ProgressLines(io);
  try {
    for await (const seen of watchRun(steering, workflowId)) {
      if (seen.kind === 'state') lines.show(progressOf(seen.state, seen.children));
      if (seen.kind === 'failed') throw new RunEndedError({ workflowId, ...seen });
      if (seen.kind === 'completed') return completed<T>(workflowId, seen.result);
    }
  } finally {
    lines.end();
  }
  throw new EvolineFailure('internal', `nothing was seen of the end of ${workflowId}`);
}

const Aborted = z.object({ state: z.literal('aborted'), reason: z.string() });

function completed<T>(workflowId: string, result: unknown): T {
  const aborted = Aborted.safeParse(result);
  if (!aborted.success) return result as T;
  const { reason: message } = aborted.data;
  throw new RunEndedError({ workflowId, status: 'ABORTED', code: null, message });
}
