/** What an activity is given besides its dependencies and input. Temporal-free, so tests call activities directly. */
export interface ActivityContext {
  /** Tells the server that this attempt lives; `details` come back as `lastHeartbeat` on retry. */
  heartbeat(details?: unknown): void;
  /** Aborted on cancel, pause, reset and worker shutdown. */
  readonly signal: AbortSignal;
  readonly lastHeartbeat: unknown;
  /** 1 for the first attempt. */
  readonly attempt: number;
}
