import { parentPort } from 'node:worker_threads';
import { type BatchMark, markPart, markPreparing } from './batch-mark.ts';
import type { Batch } from './part-outcome.ts';

/** What the program of a pool's thread can do. */
export interface BatchWork<Shared, Part, Result> {
  /** Called once for each batch. */
  readonly prepare: (shared: Shared) => (part: Part) => Result;
  /** Told to the pool at start: which engine, which version. */
  readonly facts: Readonly<Record<string, string>>;
}

/** A batch as it is posted to a thread. */
export interface PostedBatch<Shared, Part> extends Batch<Shared, Part> {
  readonly mark: BatchMark;
}

/** What a thread posts: its facts when it is ready, then the results of one batch after the other. */
export type ThreadMessage<Result> =
  | { readonly ready: Readonly<Record<string, string>> }
  | { readonly results: readonly Result[] };

/**
 * The whole program of a thread: answers the batches that its pool posts, one at a time. What is thrown ends the thread:
 * whatever it left behind half done, in caches or in the memory of an engine, can then change no other result.
 */
export function serveBatches<Shared, Part, Result>(work: BatchWork<Shared, Part, Result>): void {
  const port = parentPort;
  if (port === null) throw new Error('this program runs in a thread of a pool');
  const post = (message: ThreadMessage<Result>): void => port.postMessage(message);
  port.on('message', (posted: PostedBatch<Shared, Part>) => {
    post({ results: resultsOf(posted, work.prepare) });
  });
  post({ ready: work.facts });
}

function resultsOf<Shared, Part, Result>(
  { shared, parts, mark }: PostedBatch<Shared, Part>,
  prepare: BatchWork<Shared, Part, Result>['prepare'],
): Result[] {
  markPreparing(mark);
  const work = prepare(shared);
  return parts.map((part, index) => {
    markPart(mark, index);
    return work(part);
  });
}
