import type { Interruption, PartOutcome } from './part-outcome.ts';

/** One try at some parts in one thread; a thread that it cost is no longer there afterwards. */
export type AttemptParts<Part, Result> = (
  parts: readonly Part[],
) => Promise<readonly Result[] | Interruption>;

/**
 * Does all parts, whatever threads it costs. The part at which a thread was stopped for its time is lost; one
 * at which a thread ended in another way is tried once more, alone. The parts before it and those behind it
 * are done again apart from each other, so that a part that has been done is done at most once more.
 *
 * @returns one outcome for each part, in their order
 */
export async function finishBatch<Part, Result>(
  parts: readonly Part[],
  attempt: AttemptParts<Part, Result>,
): Promise<PartOutcome<Result>[]> {
  if (parts.length === 0) return [];
  const answer = await attempt(parts);
  if (!('loss' in answer)) return answer.map(done);
  if (answer.part === null) return await finishUnprepared(parts, answer, attempt);
  const at = answer.part;
  const again = async (some: readonly Part[]) => await finishBatch(some, attempt);
  const [before, culprit, behind] = await Promise.all([
    again(parts.slice(0, at)),
    answer.loss === 'timeout' ? [lostBy(answer)] : alone(parts.slice(at, at + 1), attempt),
    again(parts.slice(at + 1)),
  ]);
  return [...before, ...culprit, ...behind];
}

/**
 * No part was begun. When the first part alone fares no better, what they share is to blame and all are lost;
 * otherwise it was their sum, or chance, and the rest is halved.
 */
async function finishUnprepared<Part, Result>(
  parts: readonly Part[],
  interruption: Interruption,
  attempt: AttemptParts<Part, Result>,
): Promise<PartOutcome<Result>[]> {
  if (interruption.loss === 'timeout') return parts.map(() => lostBy(interruption));
  const answer = await attempt(parts.slice(0, 1));
  if ('loss' in answer && answer.part === null) return parts.map(() => lostBy(answer));
  const first = 'loss' in answer ? [lostBy(answer)] : answer.map(done);
  const half = 1 + Math.ceil((parts.length - 1) / 2);
  const rest = [parts.slice(1, half), parts.slice(half)];
  const finished = await Promise.all(rest.map((some) => finishBatch(some, attempt)));
  return [...first, ...finished.flat()];
}

/** The last try of one part. */
async function alone<Part, Result>(
  parts: readonly Part[],
  attempt: AttemptParts<Part, Result>,
): Promise<readonly PartOutcome<Result>[]> {
  const answer = await attempt(parts);
  return 'loss' in answer ? [lostBy(answer)] : answer.map(done);
}

function done<Result>(result: Result): PartOutcome<Result> {
  return { result };
}

const messageCharacters = 300;

function lostBy({ loss, message }: Interruption): PartOutcome<never> {
  return { lost: loss, message: message.slice(0, messageCharacters) };
}
