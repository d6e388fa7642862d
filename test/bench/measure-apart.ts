import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { MeasuredSubject } from './bench.ts';
import type { OwnMeasurement } from './measure-here.ts';
import { residentMegabytes } from './resident-memory.ts';

const deadlineSeconds = 3_600; // a busy machine takes three times as long
const memoryEveryMilliseconds = 500;
const quiet = ['--disable-warning=ExperimentalWarning']; // the clock of CPU time is WASI's

/** Measures one subject in a process of its own, so that its peak memory is its own; null when it failed. */
export async function measureApart(
  subject: string,
  isFull: boolean,
): Promise<MeasuredSubject | null> {
  const since = Date.now();
  const program = join(import.meta.dirname, 'main.ts');
  const child = spawn(
    process.execPath,
    [...quiet, program, '--one', subject, isFull ? 'full' : 'quick'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: deadlineSeconds * 1000,
    },
  );
  let highest = 0;
  const sampler = setInterval(() => {
    highest = Math.max(highest, residentMegabytes(child.pid ?? 0));
  }, memoryEveryMilliseconds);
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  clearInterval(sampler);
  if (code !== 0) return null;
  const own = JSON.parse(printed.trimEnd().split('\n').at(-1) ?? '') as OwnMeasurement;
  return {
    subject,
    ...own,
    peakMemoryMegabytes: Math.max(highest, own.peakMemoryMegabytes),
    seconds: Math.round((Date.now() - since) / 1000),
  };
}
