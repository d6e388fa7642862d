import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Ends a service of a stack as a crash would; its supervisor starts it again. */
export function killService(home: string, service: 'postgres' | 'temporal' | 'worker-gpu'): void {
  process.kill(servicePid(home, service), 'SIGKILL');
}

export function servicePid(home: string, service: string): number {
  const record = readFileSync(join(home, 'processes', `${service}.json`), 'utf8');
  return (JSON.parse(record) as { pid: number }).pid;
}

/** Ends the trainers of a stack, not their guards, as the kernel would for want of memory. */
export function killTrainers(home: string): number {
  const pids = pidsOf((command) => {
    const isOurs = command.includes(home) && command.includes('evoline_policy.update');
    return isOurs && !command.includes('guard');
  });
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  return pids.length;
}

function pidsOf(isMeant: (command: string) => boolean): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && isMeant(commandOf(pid)));
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // gone meanwhile
  }
}
