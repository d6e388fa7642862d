import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { residentMegabytes } from '../resident-memory.ts';
import type { HistoryOrder, HistoryTaken } from './mine-one-history.ts';

export interface MeasuredHistory extends HistoryTaken {
  /** The process and its git children: the highest PSS seen, ten times a second. */
  readonly peakMegabytes: number;
}

const memoryEveryMilliseconds = 100;
const deadlineSeconds = 900;

/** Mines one clone in a process of its own, so that its memory is its own. */
export async function measureHistory(order: HistoryOrder): Promise<MeasuredHistory> {
  const program = join(import.meta.dirname, 'mine-one-history.ts');
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: deadlineSeconds * 1000,
  });
  let peakMegabytes = 0;
  const sampler = setInterval(() => {
    peakMegabytes = Math.max(peakMegabytes, residentMegabytes(child.pid ?? 0));
  }, memoryEveryMilliseconds);
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  clearInterval(sampler);
  if (code !== 0) throw new Error(`mining ${order.clone} (${order.part}) ended with ${code}`);
  return { ...(JSON.parse(printed) as HistoryTaken), peakMegabytes };
}
