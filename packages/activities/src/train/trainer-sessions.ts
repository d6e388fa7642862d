import { rm } from 'node:fs/promises';
import type { Trainer } from '@evoline/clients/trainer/trainer';

/** A live trainer with the folder that is its own. */
export interface TrainerSession {
  readonly trainer: Trainer;
  readonly microBatch: number;
  readonly scratch: string;
}

/**
 * The live trainers of one worker process, at most one per run. Work for one run is done one piece
 * after the other, whatever attempts the server has running.
 */
export class TrainerSessions {
  readonly #limit: number;
  readonly #held = new Map<string, TrainerSession>();
  readonly #turns = new Map<string, Promise<unknown>>();

  /** @param limit trainers kept alive at most; the longest unused idle one makes room */
  constructor(limit = 1) {
    this.#limit = limit;
  }

  /** Waits until nothing else is done for the run, then works. */
  async inTurn<T>(runId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(runId) ?? Promise.resolve();
    const mine = before.then(work, work);
    // Whoever comes next waits for this to end, not for how it ends.
    const ended = mine.catch(() => {});
    this.#turns.set(runId, ended);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(runId) === ended) this.#turns.delete(runId);
    }
  }

  /** The live trainer of a run, if it is configured like this and holds these weights. */
  warm(runId: string, microBatch: number, weightsDigest: string): TrainerSession | null {
    const session = this.#held.get(runId);
    const { trainer } = session ?? {};
    const fits = session?.microBatch === microBatch && trainer?.weightsDigest === weightsDigest;
    if (session === undefined || !fits || trainer?.isAlive !== true) return null;
    this.#held.delete(runId);
    this.#held.set(runId, session);
    return session;
  }

  /** Ends idle trainers of other runs until one more may start. */
  async makeRoom(): Promise<void> {
    const idle = [...this.#held.keys()].filter((runId) => !this.#turns.has(runId));
    const tooMany = this.#held.size + 1 - this.#limit;
    for (const runId of idle.slice(0, Math.max(0, tooMany))) await this.end(runId);
  }

  hold(runId: string, session: TrainerSession): void {
    this.#held.set(runId, session);
  }

  /** Ends the trainer of a run, if there is one, and removes its folder. */
  async end(runId: string): Promise<void> {
    const session = this.#held.get(runId);
    this.#held.delete(runId);
    if (session === undefined) return;
    await session.trainer.close();
    await rm(session.scratch, { recursive: true, force: true });
  }

  /** For worker shutdown. */
  async endAll(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((runId) => this.end(runId)));
  }
}
