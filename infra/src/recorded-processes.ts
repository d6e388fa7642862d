import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, processIdentity } from '../bootstrap/process-lock.mjs';

/** What is written down about a service's process, for whoever has to end it when the supervisor is gone. */
export interface RecordedProcess {
  readonly service: string;
  readonly pid: number;
  readonly startTicks: string | null;
  readonly stopSignal: NodeJS.Signals;
}

/** Writes `<home>/processes/<service>.json`. Call at once after the start. */
export function recordProcess(home: string, process: Omit<RecordedProcess, 'startTicks'>): void {
  mkdirSync(folderOf(home), { recursive: true });
  const { startTicks } = processIdentity(process.pid);
  writeFileSync(fileOf(home, process.service), JSON.stringify({ ...process, startTicks }));
}

export function forgetProcess(home: string, service: string): void {
  rmSync(fileOf(home, service), { force: true });
}

/**
 * Ends every recorded process that is still alive: its stop signal, and after the grace its whole group by force.
 * For a supervisor that was killed; a process id that now belongs to another program is left alone.
 */
export async function endRecordedProcesses(home: string, graceSeconds: number): Promise<void> {
  const deadline = Date.now() + graceSeconds * 1000;
  for (const recorded of livingProcesses(home)) signal(recorded.pid, recorded.stopSignal);
  while (livingProcesses(home).length > 0 && Date.now() < deadline) await sleep(50);
  for (const recorded of livingProcesses(home)) signal(-recorded.pid, 'SIGKILL');
  rmSync(folderOf(home), { recursive: true, force: true });
}

export function livingProcesses(home: string): readonly RecordedProcess[] {
  return recordedProcesses(home).filter(isSameProcess);
}

function recordedProcesses(home: string): readonly RecordedProcess[] {
  let names: string[];
  try {
    names = readdirSync(folderOf(home));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    try {
      return [JSON.parse(readFileSync(join(folderOf(home), name), 'utf8')) as RecordedProcess];
    } catch {
      return []; // half-written when the supervisor was killed
    }
  });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // gone meanwhile
  }
}

function folderOf(home: string): string {
  return join(home, 'processes');
}

function fileOf(home: string, service: string): string {
  return join(folderOf(home), `${service}.json`);
}
