/** What the attempt of an activity is told, for tests that call one directly. */
export interface AttemptContext {
  readonly heartbeats: unknown[];
  heartbeat(details?: unknown): void;
  readonly signal: AbortSignal;
  readonly lastHeartbeat: unknown;
  readonly attempt: number;
}

/** An attempt that nobody cancels, noting its heartbeats. */
export function attemptContext(attempt = 1, signal = new AbortController().signal): AttemptContext {
  const heartbeats: unknown[] = [];
  return {
    heartbeats,
    heartbeat: (details) => void heartbeats.push(details),
    signal,
    lastHeartbeat: undefined,
    attempt,
  };
}
