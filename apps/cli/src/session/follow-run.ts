import type { RunState } from '@evoline/contract/steering';
import type { Steering } from '@evoline/steering/connect';
import { watchRun } from '@evoline/steering/watch-run';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { progressOf } from '../report/run-progress.ts';

/** Shows a run on standard error until it ends, then its result. Exit code 1 when it failed. */
export async function followRun(io: Io, steering: Steering, workflowId: string): Promise<ExitCode> {
  const result = await followToResult(io, steering, workflowId);
  if (result === null) return 1;
  writeResult(io, result, JSON.stringify(result, null, 2));
  return 0;
}

/** The same, and returns the result; null when the run failed, which has been said then. */
export async function followToResult<T>(
  io: Io,
  steering: Steering,
  workflowId: string,
): Promise<T | null> {
  let shown = '';
  const show = (state: RunState, children: readonly RunState[]) => {
    const line = progressOf(state, children);
    if (line !== shown) io.stderr.write(`${line}\n`);
    shown = line;
  };
  for await (const seen of watchRun(steering, workflowId)) {
    if (seen.kind === 'state') show(seen.state, seen.children);
    if (seen.kind === 'completed') return seen.result as T;
    if (seen.kind === 'failed') {
      if (io.json) writeResult(io, { workflowId, status: seen.status, message: seen.message }, '');
      io.stderr.write(`${workflowId} ${seen.status.toLowerCase()}: ${seen.message}\n`);
    }
  }
  return null;
}
