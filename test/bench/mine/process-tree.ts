import { readFileSync, readdirSync } from 'node:fs';

/** Whether a process has started others that have not been waited for. Linux only. */
export function hasChildren(pid: number): boolean {
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && parentOf(name) === pid);
}

function parentOf(name: string): number {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0; // ended meanwhile
  }
}
