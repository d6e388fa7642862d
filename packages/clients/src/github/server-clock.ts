/** When a request was sent and its answer came, by this machine, and what time the server wrote on it. */
export interface Exchange {
  /** Milliseconds since 1970 by this machine's clock. */
  readonly sentAt: number;
  readonly receivedAt: number;
  /** The header `date` (RFC 9110): the second in which the answer was made. */
  readonly date: string | null;
}

/**
 * GitHub's clock as its answers tell it. Resets and watermarks are in that time; a machine whose own clock
 * is wrong neither waits too long nor moves a watermark too far.
 */
export class ServerClock {
  readonly #now: () => number;
  #ahead = 0;

  /** `now`: milliseconds since 1970 by this machine. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Milliseconds since 1970 by this machine. */
  localNow(): number {
    return this.#now();
  }

  /** Milliseconds since 1970 by the server; up to a second early. */
  now(): number {
    return this.#now() + this.#ahead;
  }

  /** A moment of the server's time by this machine's clock. */
  toLocal(serverTime: number): Date {
    return new Date(serverTime - this.#ahead);
  }

  observe({ date, receivedAt }: Exchange): void {
    const made = Date.parse(date ?? '');
    if (Number.isFinite(made)) this.#ahead = made - receivedAt;
  }

  /** When the request was sent, by the server's clock, never later; without `date` by this machine's. */
  startOf({ date, sentAt, receivedAt }: Exchange): Date {
    const made = Date.parse(date ?? '');
    if (!Number.isFinite(made)) return new Date(sentAt);
    return new Date(made - Math.max(0, receivedAt - sentAt));
  }
}
