/** Work whose parts one thread does one after the other. Everything in it can be cloned into a thread. */
export interface Batch<Shared, Part> {
  /** What all parts have in common; a thread prepares it once for the batch. */
  readonly shared: Shared;
  readonly parts: readonly Part[];
}

/**
 * Why a part has no result: it ran over its time; or twice, in two threads, it took more memory than a thread may have,
 * its thread ended in the middle of it, or it threw.
 */
export type PartLoss = 'timeout' | 'out_of_memory' | 'thread_died' | 'threw';

export type PartOutcome<Result> =
  | { readonly result: Result }
  | { readonly lost: PartLoss; readonly message: string };

/** A batch that came to no end, and the part that its thread was at; null before the first one. */
export interface Interruption {
  readonly loss: PartLoss;
  readonly message: string;
  readonly part: number | null;
}
