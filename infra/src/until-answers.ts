import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again and again until `ask` succeeds. Rejects with the last failure when `signal` aborts.
 * @param ask gets the same signal and must end when it aborts
 */
export async function untilAnswers(
  ask: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  pauseMilliseconds = 50,
): Promise<void> {
  for (;;) {
    try {
      return await ask(signal);
    } catch (error) {
      if (signal.aborted) throw error;
    }
    await sleep(pauseMilliseconds, undefined, { signal });
  }
}

/** One HTTP GET that must be answered with 200 within two seconds. */
export function answersOk(url: string): (signal: AbortSignal) => Promise<void> {
  return async (signal) => {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]),
    });
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`GET ${url} answered ${response.status}`);
  };
}
