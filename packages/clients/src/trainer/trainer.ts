import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  TrainerReady,
  type TrainerSession,
  type UpdateCommand,
  UpdateDone,
} from '@evoline/contract/trainer-protocol';
import { ChildProcess } from './child-process.ts';
import { type TrainerCall, awaitEvent } from './conversation.ts';
import { type PythonPolicy, guardedModule } from './python-policy.ts';
import { cannotStart, trainerGarbled } from './trainer-failure.ts';

/** One update: batch file in, a folder with the new policy out. */
export type UpdateRequest = Omit<UpdateCommand, 'id' | 'op'>;

/** A live trainer that holds one set of weights and makes the next from it, one update at a time. */
export interface Trainer {
  /** Digest of the weights it holds now. */
  readonly weightsDigest: string;
  readonly updatesDone: number;
  readonly isAlive: boolean;
  /**
   * Does one update. On any failure, and when `call.signal` is aborted, the child is ended before
   * this returns: a trainer that failed holds unknown weights.
   */
  update(request: UpdateRequest, call: TrainerCall): Promise<UpdateDone>;
  /** Ends the child and waits until it is gone. */
  close(): Promise<void>;
}

/**
 * Starts `evoline_policy.update` under its guard and waits until it is ready.
 *
 * @param scratch a folder of this session alone; the session file is written into it
 * @throws EvolineFailure trainer_unavailable, trainer_died, trainer_silent, trainer_garbled,
 *   trainer_out_of_memory
 */
export async function startTrainer(
  python: PythonPolicy,
  session: TrainerSession,
  scratch: string,
  call: TrainerCall,
): Promise<Trainer> {
  const file = path.join(scratch, 'session.json');
  await mkdir(scratch, { recursive: true });
  await writeFile(file, JSON.stringify(session));
  const child = await startGuarded(python, 'evoline_policy.update', '--session', file);
  const ready = await orEnd(child, () =>
    awaitEvent(child, TrainerReady, python.silenceSeconds, call),
  );
  return new LiveTrainer(child, python.silenceSeconds, ready);
}

class LiveTrainer implements Trainer {
  weightsDigest: string;
  updatesDone: number;
  readonly #child: ChildProcess;
  readonly #silenceSeconds: number;

  constructor(child: ChildProcess, silenceSeconds: number, ready: TrainerReady) {
    this.#child = child;
    this.#silenceSeconds = silenceSeconds;
    this.weightsDigest = ready.weights_digest;
    this.updatesDone = ready.updates_done;
  }

  get isAlive(): boolean {
    return !this.#child.hasExited;
  }

  async update(request: UpdateRequest, call: TrainerCall): Promise<UpdateDone> {
    const id = randomUUID();
    const done = await orEnd(this.#child, async () => {
      call.signal.throwIfAborted();
      this.#child.send({ id, op: 'update', ...request } satisfies UpdateCommand);
      const answer = await awaitEvent(this.#child, UpdateDone, this.#silenceSeconds, call);
      if (answer.id !== id) throw trainerGarbled('it answered another request');
      return answer;
    });
    this.weightsDigest = done.weights_digest;
    this.updatesDone = done.updates_done;
    return done;
  }

  async close(): Promise<void> {
    this.#child.send({ id: 'close', op: 'close' });
    await this.#child.finish();
  }
}

/** Starts a module of `packages/policy` so that nothing of it outlives this process. */
export async function startGuarded(
  python: PythonPolicy,
  module: string,
  ...parameters: string[]
): Promise<ChildProcess> {
  const argv = guardedModule(python, module, ...parameters);
  const { environment, graceSeconds } = python;
  return ChildProcess.start({ argv, environment, graceSeconds }).catch((error: unknown) => {
    throw cannotStart(python.executable, error);
  });
}

/** Does some work with a child; when it fails, the child is ended first. */
export async function orEnd<T>(child: ChildProcess, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    await child.stop();
    throw error;
  }
}
