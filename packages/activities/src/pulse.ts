import type { ActivityContext } from './activity-context.ts';

/** How long a lease lasts after each renewal. */
export const leaseSeconds = 600;

const beatSeconds = 1;
const renewSeconds = 60;

/** What a long activity does beside its heartbeats, about once a minute; may fail without harm. */
export type Renew = () => Promise<void>;

/**
 * Does some work while heartbeats go out every second, with the detail that was noted last. The beat
 * covers silent stretches too: whatever is waited for inside must have a deadline of its own.
 */
export async function withPulse<T>(
  context: ActivityContext,
  renew: Renew,
  work: (note: (detail: unknown) => void) => Promise<T>,
): Promise<T> {
  let detail: unknown = context.lastHeartbeat;
  const beat = setInterval(() => context.heartbeat(detail), beatSeconds * 1_000);
  // The fencing epoch guards every commit; a renewal that fails now is made up for by the next.
  const renewal = setInterval(() => void renew().catch(() => {}), renewSeconds * 1_000);
  try {
    return await work((noted) => {
      detail = noted;
      context.heartbeat(noted);
    });
  } finally {
    clearInterval(beat);
    clearInterval(renewal);
  }
}
