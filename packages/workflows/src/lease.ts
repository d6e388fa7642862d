import type { LeaseAnswer } from '@evoline/contract/run';
import { CancellationScope, isCancellation, log, sleep } from '@temporalio/workflow';
import { lease as bounds } from './bounds.ts';
import { ledger, shortLedger } from './proxies.ts';
import { refusal } from './refusal.ts';
import type { RunPage } from './run-page.ts';

type Held = Extract<LeaseAnswer, { held: true }>;

/**
 * A PostgreSQL lease with a fencing epoch. While held it is renewed in the background; whoever asks
 * for a key that another run holds waits and says for whom. A terminated run's lease runs out.
 */
export class Lease {
  readonly #key: string;
  readonly #runId: string;
  readonly #page: RunPage;
  #epoch: number | null = null;
  #renewal = new CancellationScope();

  constructor(key: string, runId: string, page: RunPage) {
    this.#key = key;
    this.#runId = runId;
    this.#page = page;
  }

  /** Every commit carries it; a commit with an older one fails. */
  get epoch(): number {
    if (this.#epoch === null) throw refusal('lease_lost', `lease ${this.#key} is not held`);
    return this.#epoch;
  }

  /** Returns when the lease is held; waits as long as another run holds it. */
  async acquire(): Promise<void> {
    const deadline = Date.now() + bounds.patienceHours * 3_600_000;
    for (;;) {
      const answer = await this.#ask(ledger);
      if (answer.held) return this.#hold(answer);
      if (Date.now() >= deadline) throw this.#heldBy(answer.holder);
      await this.#waitFor(answer.holder, answer.expiresAt);
    }
  }

  /** Stops renewing and gives the lease back; when that fails, it runs out by itself. */
  async release(): Promise<void> {
    this.stopRenewing();
    const epoch = this.#epoch;
    if (epoch === null) return;
    try {
      await shortLedger.releaseLease.executeWithOptions({ summary: `release ${this.#key}` }, [
        { key: this.#key, runId: this.#runId, epoch },
      ]);
      this.#epoch = null;
    } catch (error) {
      if (isCancellation(error)) throw error;
      log.warn('the lease was not released and will run out', { key: this.#key, error });
    }
  }

  /** For continue-as-new: the next run of the chain asks again and is given the same lease. */
  stopRenewing(): void {
    this.#renewal.cancel();
  }

  #hold({ epoch }: Held): void {
    this.#epoch = epoch;
    this.#renewal = new CancellationScope();
    void this.#renewal.run(() => this.#renew()).catch(() => {});
  }

  async #renew(): Promise<void> {
    for (;;) {
      await sleep(bounds.renewEverySeconds * 1000, { summary: `renew lease ${this.#key}` });
      try {
        const answer = await this.#ask(shortLedger);
        if (!answer.held) return log.warn('the lease was lost', { key: this.#key, ...answer });
        this.#epoch = answer.epoch;
      } catch (error) {
        if (isCancellation(error)) throw error;
        log.warn('the lease was not renewed', { key: this.#key, error });
      }
    }
  }

  #ask(through: typeof ledger): Promise<LeaseAnswer> {
    return through.acquireLease.executeWithOptions({ summary: `lease ${this.#key}` }, [
      { key: this.#key, runId: this.#runId, seconds: bounds.seconds },
    ]);
  }

  async #waitFor(holder: string, expiresAt: string): Promise<void> {
    const now = `Waits for lease ${this.#key}, held by ${holder} until ${expiresAt} or longer.`;
    this.#page.now(now);
    const untilExpiry = Date.parse(expiresAt) - Date.now();
    const pause = Math.min(Math.max(untilExpiry || 0, 1000), bounds.pollSeconds * 1000);
    await sleep(pause, { summary: now.slice(0, 200) });
    this.#page.now('');
  }

  #heldBy(holder: string): Error {
    return refusal(
      'lease_held',
      `lease ${this.#key} was held by ${holder} for ${bounds.patienceHours} hours`,
    );
  }
}
