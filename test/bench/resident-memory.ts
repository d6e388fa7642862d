import { readFileSync, readdirSync } from 'node:fs';

/**
 * Memory that a process and everything it started occupy, in megabytes. Shared pages are counted once over all
 * (PSS), so PostgreSQL's buffers do not count for each of its processes.
 *
 * @param without leaves out processes whose command line holds this
 */
export function residentMegabytes(rootPid: number, without?: string): number {
  const children = new Map<number, number[]>();
  for (const pid of processes()) {
    const parent = parentOf(pid);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const tree = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(tree)];
  const counted = tree(rootPid).filter(
    (pid) => without === undefined || !contentsOf(`/proc/${pid}/cmdline`).includes(without),
  );
  return Math.round(counted.reduce((sum, pid) => sum + kilobytesOf(pid), 0) / 1024);
}

function processes(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number {
  const stat = contentsOf(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

function kilobytesOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(contentsOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

function contentsOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // ended meanwhile
  }
}
