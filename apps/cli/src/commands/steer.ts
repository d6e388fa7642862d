import { RetryStage } from '@evoline/contract/steering';
import { abortRun, retryStage } from '@evoline/steering/steer-run';
import { z } from 'zod';
import type { CliEnv } from '../env.ts';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { followRun } from '../session/follow-run.ts';
import { tellWhile } from '../report/tell-while.ts';
import { withSteering } from '../session/with-steering.ts';

const waiting = 'waiting for the answer of the run';

/** `evoline watch`: follows a run to its end. */
export function watch(io: Io, env: CliEnv, workflowId: string): Promise<ExitCode> {
  return withSteering<ExitCode>(io, env, (steering) => followRun(io, steering, workflowId));
}

/** `evoline retry`: tries the stage again that waits, from durable state. */
export function retry(
  io: Io,
  env: CliEnv,
  workflowId: string,
  options: Record<string, unknown>,
): Promise<ExitCode> {
  const { json: _json, ...change } = options;
  const parsed = RetryStage.safeParse(change);
  if (!parsed.success) throw new UsageError(z.prettifyError(parsed.error));
  return withSteering<ExitCode>(io, env, async (steering) => {
    const asked = retryStage(steering, workflowId, parsed.data);
    const answer = await tellWhile(io, waiting, asked);
    writeResult(io, { workflowId, answer }, answer);
    return 0;
  });
}

/** `evoline abort`: ends a run and its children; what is finished is kept. */
export function abort(
  io: Io,
  env: CliEnv,
  workflowId: string,
  options: { readonly reason?: string },
): Promise<ExitCode> {
  return withSteering<ExitCode>(io, env, async (steering) => {
    const request = options.reason === undefined ? {} : { reason: options.reason };
    const asked = abortRun(steering, workflowId, request);
    const answer = await tellWhile(io, waiting, asked);
    writeResult(io, { workflowId, answer }, answer);
    return 0;
  });
}
