import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100; // what Linux shows in /proc, whatever the kernel counts in

/** CPU seconds of the PostgreSQL that this process started, of its processes that have ended too. */
export function serverCpuSeconds(): number {
  const all = new Map(processes().map((found) => [found.pid, found]));
  let ticks = 0;
  for (const one of all.values()) {
    if (one.name !== 'postgres') continue;
    let ancestor = all.get(one.parent);
    while (ancestor !== undefined && ancestor.pid !== process.pid)
      ancestor = all.get(ancestor.parent);
    if (ancestor !== undefined) ticks += one.ticks;
  }
  return ticks / ticksPerSecond;
}

interface Process {
  readonly pid: number;
  readonly name: string;
  readonly parent: number;
  /** Of itself and of its children that it has waited for. */
  readonly ticks: number;
}

function processes(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => read(Number(name)) ?? []);
}

function read(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    // ppid is field 4, utime to cstime are 14 to 17 of proc(5)
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid, name, parent: Number(fields[1]), ticks };
  } catch {
    return null; // ended meanwhile
  }
}
