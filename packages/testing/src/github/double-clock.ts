/**
 * The double's time. It runs with the machine's until it is set; while it stands, the repositories look as
 * they did at that moment: later pull requests are not there yet, later merges have not happened.
 */
export class DoubleClock {
  #standsAt: Date | null = null;
  #secondsPerRequest = 0;

  now(): Date {
    return this.#standsAt ?? new Date();
  }

  /** The moment that the world is seen at, ISO 8601 to the second; null: all of it. */
  horizon(): string | null {
    return this.#standsAt === null ? null : isoSeconds(this.#standsAt);
  }

  /** Stops the clock at a time, or lets it run again. */
  set(time: Date | null): void {
    this.#standsAt = time;
  }

  /** From now on every request takes so long of a clock that stands. */
  perRequest(seconds: number): void {
    this.#secondsPerRequest = seconds;
  }

  /** A request has come. */
  tick(): void {
    if (this.#standsAt !== null) this.advance(this.#secondsPerRequest);
  }

  advance(seconds: number): void {
    this.#standsAt = new Date(this.now().getTime() + seconds * 1000);
  }
}

/** `2024-01-08T08:00:00Z` */
export function isoSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
