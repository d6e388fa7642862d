/**
 * Works on several elements at a time, begun in their order. The first failure, or an abort of `signal`, stops the
 * others through the signal that each is given; it is thrown when all have ended, so that nothing goes on behind it.
 */
export async function severalAtOnce<T>(
  elements: readonly T[],
  atOnce: number,
  signal: AbortSignal,
  work: (element: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const waiting = elements.values();
  const workOn = async (): Promise<void> => {
    for (const element of waiting) {
      stop.throwIfAborted();
      await work(element, stop);
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, elements.length) }, () =>
    workOn().catch((error: unknown) => failed.abort(error)),
  );
  await Promise.all(workers);
  stop.throwIfAborted();
}
