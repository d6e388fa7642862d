/**
 * Where a thread is in its batch, readable from outside while the thread computes: an integer in shared
 * memory, 0 before the thread has the batch, 1 while it prepares, 2 + index at a part.
 */
export type BatchMark = Int32Array<SharedArrayBuffer>;

const untouched = 0;
const preparing = 1;
const firstPart = 2;

export function newBatchMark(): BatchMark {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

export function markPreparing(mark: BatchMark): void {
  Atomics.store(mark, 0, preparing);
}

export function markPart(mark: BatchMark, index: number): void {
  Atomics.store(mark, 0, firstPart + index);
}

/** The raw mark, to see whether a thread moves. */
export function readMark(mark: BatchMark): number {
  return Atomics.load(mark, 0);
}

export function hasBegun(mark: BatchMark): boolean {
  return readMark(mark) !== untouched;
}

/** The part at which the thread is; null before the first one. */
export function markedPart(mark: BatchMark): number | null {
  const value = readMark(mark);
  return value < firstPart ? null : value - firstPart;
}
