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
  readonly supervisorPid: number;
}

/** Writes `<home>/processes/<service>.json`. Call at once after the start. */
export function recordProcess(
  home: string,
  started: Pick<RecordedProcess, 'service' | 'pid' | 'stopSignal'>,
): void {
  mkdirSync(folderOf(home), { recursive: true });
  const { startTicks } = processIdentity(started.pid);
  const record: RecordedProcess = { ...started, startTicks, supervisorPid: process.pid };
  writeFileSync(fileOf(home, started.service), JSON.stringify(record));
}

export function forgetProcess(home: string, service: string): void {
  rmSync(fileOf(home, service), { force: true });
}

/** The processes of this home that are alive; of one supervisor only when it is given. */
export function livingProcesses(home: string, supervisorPid?: number): readonly RecordedProcess[] {
  return recordedProcesses(home).filter(
    (recorded) =>
      (supervisorPid === undefined || recorded.supervisorPid === supervisorPid) &&
      isSameProcess(recorded),
  );
}

/**
 * Ends these processes: the stop signal each, and after the grace the whole group by force.
 * A process id that meanwhile belongs to another program is left alone.
 */
export async function endRecordedProcesses(
  processes: readonly RecordedProcess[],
  graceSeconds: number,
): Promise<void> {
  const deadline = Date.now() + graceSeconds * 1000;
  for (const recorded of processes) signal(recorded.pid, recorded.stopSignal);
  while (processes.some(isSameProcess) && Date.now() < deadline) await sleep(50);
  for (const recorded of processes.filter(isSameProcess)) signal(-recorded.pid, 'SIGKILL');
  while (processes.some(isSameProcess) && Date.now() < deadline + 2000) await sleep(20);
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
