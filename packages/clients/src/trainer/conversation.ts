import { TrainerFailed, TrainerProgress } from '@evoline/contract/trainer-protocol';
import { z } from 'zod';
import type { ChildProcess } from './child-process.ts';
import type { NextLine } from './line-queue.ts';
import { childDied, trainerGarbled, trainerReported, trainerSilent } from './trainer-failure.ts';

/** What a caller of a trainer may see and do while it works. */
export interface TrainerCall {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: TrainerProgress) => void;
}

const Event = z.looseObject({ event: z.string() });

/**
 * Reads events until the one that is awaited. Each line must come within `silenceSeconds` of the one
 * before.
 *
 * @throws EvolineFailure trainer_died, trainer_silent, trainer_garbled or what the trainer reports;
 *   the reason of `call.signal`. The caller must end the child then: what it does is unknown.
 */
export async function awaitEvent<T>(
  child: ChildProcess,
  awaited: z.ZodType<T>,
  silenceSeconds: number,
  call: TrainerCall,
): Promise<T> {
  for (;;) {
    const line = await nextLine(child, silenceSeconds, call.signal);
    const message = await parseEvent(line, child);
    if (message.event === 'progress') call.onProgress(read(TrainerProgress, message));
    else if (message.event === 'failed') throw reported(read(TrainerFailed, message));
    else return read(awaited, message);
  }
}

async function nextLine(
  child: ChildProcess,
  silenceSeconds: number,
  signal: AbortSignal,
): Promise<NextLine> {
  signal.throwIfAborted();
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(trainerSilent(silenceSeconds)), silenceSeconds * 1_000);
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([child.lines.next(), interrupted]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

async function parseEvent(line: NextLine, child: ChildProcess): Promise<z.infer<typeof Event>> {
  if (line.kind === 'end') throw childDied(await child.exited);
  if (line.kind === 'endless') throw trainerGarbled('a line that does not end');
  try {
    return read(Event, JSON.parse(line.text));
  } catch {
    throw trainerGarbled(`${JSON.stringify(line.text.slice(0, 200))} is no event`);
  }
}

function read<T>(shape: z.ZodType<T>, message: unknown): T {
  const parsed = shape.safeParse(message);
  if (parsed.success) return parsed.data;
  throw trainerGarbled(
    `${JSON.stringify(message).slice(0, 200)}: ${z.prettifyError(parsed.error)}`,
  );
}

function reported(failed: TrainerFailed): Error {
  return trainerReported(failed.code, failed.message);
}
