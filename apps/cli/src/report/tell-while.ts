import type { Io } from '../io.ts';

const quietMilliseconds = 2_000;
const everyMilliseconds = 500;

/** Waits for `work`; on a terminal it says what is being done once that has taken two seconds. */
export async function tellWhile<T>(io: Io, what: string, work: Promise<T>): Promise<T> {
  const isTerminal = 'isTTY' in io.stderr && io.stderr.isTTY === true;
  if (!isTerminal) return await work;
  const since = Date.now();
  let told = false;
  const timer = setInterval(() => {
    const elapsed = Date.now() - since;
    if (elapsed < quietMilliseconds) return;
    told = true;
    io.stderr.write(`\r\u001b[K${what} … ${Math.floor(elapsed / 1000)} s`);
  }, everyMilliseconds);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (told) io.stderr.write('\r\u001b[K');
  }
}
