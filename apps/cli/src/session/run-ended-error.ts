export interface RunEnding {
  readonly workflowId: string;
  /** As Temporal names it, or ABORTED. */
  readonly status: string;
  /** Of the failure table, or null. */
  readonly code: string | null;
  readonly message: string;
}

/** A run that a command waited for did not come to its end. */
export class RunEndedError extends Error {
  readonly ending: RunEnding;

  constructor(ending: RunEnding) {
    super(`${ending.workflowId} ${ending.status.toLowerCase()}: ${ending.message}`);
    this.name = 'RunEndedError';
    this.ending = ending;
  }
}
