import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';

/** What `withinTime` answers when the time was up first. */
export const timeUp = Symbol('time up');

/**
 * Works until a time is up; then the work is cancelled, and waited for. Being cancelled from outside is told
 * apart: that is thrown on.
 *
 * @param summary of the timer
 */
export async function withinTime<T>(
  milliseconds: number,
  summary: string,
  work: () => Promise<T>,
): Promise<T | typeof timeUp> {
  const scope = new CancellationScope();
  const timer = new CancellationScope();
  let isUp = false;
  const watch = async (): Promise<void> => {
    await sleep(Math.max(milliseconds, 1), { summary });
    isUp = true;
    scope.cancel();
  };
  void timer.run(watch).catch(() => {});
  try {
    return await scope.run(work);
  } catch (error) {
    if (isUp && isCancellation(error)) return timeUp;
    throw error;
  } finally {
    timer.cancel();
  }
}
