import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasChildren } from './process-tree.ts';

const ticksPerSecond = 100; // what Linux shows in /proc, whatever the kernel counts in

/** CPU seconds of this process and of every child that has ended; waits until none is left. */
export async function cpuSeconds(): Promise<number> {
  while (hasChildren(process.pid)) await sleep(5);
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime, stime, cutime, cstime: fields 14 to 17 of proc(5)
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return ticks / ticksPerSecond;
}
