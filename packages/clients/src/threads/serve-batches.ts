import { parentPort } from 'node:worker_threads';
import { type BatchMark, markPart, markPreparing } from './batch-mark.ts';
import type { Batch, PartOutcome } from './part-outcome.ts';

/** What the program of a pool's thread can do. */
export interface BatchWork<Shared, Part, Result> {
  /** Called once for each batch. What it throws loses all parts of the batch. */
  readonly prepare: (shared: Shared) => (part: Part) => Result;
  /** Told to the pool at start: which engine, which version. */
  readonly facts: Readonly<Record<string, string>>;
}

/** A batch as it is posted to a thread. */
export interface PostedBatch<Shared, Part> extends Batch<Shared, Part> {
  readonly mark: BatchMark;
}

/** What a thread posts: its facts when it is ready, then the outcomes of one batch after the other. */
export type ThreadMessage<Result> =
  | { readonly ready: Readonly<Record<string, string>> }
  | { readonly outcomes: readonly PartOutcome<Result>[] };

/** The whole program of a thread: answers the batches that its pool posts, one at a time. */
export function serveBatches<Shared, Part, Result>(work: BatchWork<Shared, Part, Result>): void {
  const port = parentPort;
  if (port === null) throw new Error('this program runs in a thread of a pool');
  const post = (message: ThreadMessage<Result>): void => port.postMessage(message);
  port.on('message', (posted: PostedBatch<Shared, Part>) => {
    post({ outcomes: outcomesOf(posted, work.prepare) });
  });
  post({ ready: work.facts });
}

function outcomesOf<Shared, Part, Result>(
  { shared, parts, mark }: PostedBatch<Shared, Part>,
  prepare: BatchWork<Shared, Part, Result>['prepare'],
): PartOutcome<Result>[] {
  markPreparing(mark);
  let work: (part: Part) => Result;
  try {
    work = prepare(shared);
  } catch (error) {
    return parts.map(() => threw(error));
  }
  return parts.map((part, index) => {
    markPart(mark, index);
    try {
      return { result: work(part) };
    } catch (error) {
      return threw(error);
    }
  });
}

const messageCharacters = 300;

function threw(error: unknown): PartOutcome<never> {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { lost: 'threw', message: message.slice(0, messageCharacters) };
}
