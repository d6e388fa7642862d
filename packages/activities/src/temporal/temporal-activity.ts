import { Context } from '@temporalio/activity';
import type { ActivityContext } from '../activity-context.ts';
import { temporalFailure } from './temporal-failure.ts';

/** Activity functions bound to their dependencies, by the name under which workflows call them. */
export type BoundActivities<A> = {
  [Name in keyof A]: A[Name] extends (request: infer Request) => Promise<infer Result>
    ? (request: Request, context: ActivityContext) => Promise<Result>
    : never;
};

const beatMs = 1000;

/** Makes bound functions of one queue's interface into activities for a Temporal worker. */
export function temporalActivities<A>(bound: BoundActivities<A>): A {
  const functions = Object.entries(bound as Record<string, PlainActivity>);
  const wrapped = functions.map(([name, run]) => [name, temporalActivity(run)] as const);
  // The mapped type above says what each entry takes and gives; `fromEntries` forgets it.
  return Object.fromEntries(wrapped) as A;
}

type PlainActivity = (request: unknown, context: ActivityContext) => Promise<unknown>;

/**
 * Runs one attempt. The context is captured before anything else, because Temporal's own functions
 * find no context inside abort listeners. Heartbeats go out on a timer over the whole attempt.
 */
function temporalActivity(run: PlainActivity): (request: unknown) => Promise<unknown> {
  return async (request) => {
    const temporal = Context.current();
    const { info, cancellationSignal } = temporal;
    let details: unknown = info.heartbeatDetails;
    const beat = setInterval(() => temporal.heartbeat(details), beatMs);
    if (info.heartbeatTimeoutMs === undefined) clearInterval(beat);
    try {
      return await run(request, {
        heartbeat: (noted) => {
          details = noted;
          temporal.heartbeat(noted);
        },
        signal: cancellationSignal,
        lastHeartbeat: info.heartbeatDetails,
        attempt: info.attempt,
      });
    } catch (error) {
      throw temporalFailure(error, temporal);
    } finally {
      clearInterval(beat);
    }
  };
}
