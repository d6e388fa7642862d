import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { StackError } from './stack-error.ts';
import type { LogFile } from './log-file.ts';
import { forgetProcess, recordProcess } from './recorded-processes.ts';
import type { Service } from './service.ts';

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number;
  readonly exited: Promise<ProcessEnd>;
  /** Settles at the first standard output line that is JSON with `event: "ready"`; never when none comes. */
  readonly saidReady: Promise<void>;
  /** Asks politely, then kills the process group. Settles when the process is gone. */
  stop(): Promise<void>;
}

/** Starts the service as a direct child in a process group of its own, so that Ctrl-C reaches only us. */
export async function runProcess(
  service: Service,
  home: string,
  log: LogFile,
): Promise<RunningProcess> {
  const [program, ...args] = service.command;
  const child = spawn(program, args, {
    env: service.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await once(child, 'spawn').catch((error: NodeJS.ErrnoException) => {
    throw new StackError(
      `${service.name} could not be started: ${error.message}. Run \`npm start\` once to set up.`,
    );
  });
  const pid = child.pid ?? 0;
  recordProcess(home, { service: service.name, pid, stopSignal: service.stopSignal });
  child.stdout.on('data', log.write);
  child.stderr.on('data', log.write);
  const exited = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => {
      killGroup(pid, 'SIGKILL');
      forgetProcess(home, service.name);
      resolve({ code, signal });
    });
  });
  return {
    pid,
    exited,
    saidReady: firstReadyLine(child.stdout),
    stop: () => stopProcess(pid, exited, service),
  };
}

async function stopProcess(
  pid: number,
  exited: Promise<ProcessEnd>,
  service: Service,
): Promise<void> {
  signalProcess(pid, service.stopSignal);
  const kill = setTimeout(() => killGroup(pid, 'SIGKILL'), service.stopGraceSeconds * 1000);
  await exited;
  clearTimeout(kill);
}

function firstReadyLine(output: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve) => {
    createInterface({ input: output }).on('line', (line) => {
      if (isReadyLine(line)) resolve();
    });
  });
}

function isReadyLine(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    const value: unknown = JSON.parse(line);
    return (
      typeof value === 'object' && value !== null && 'event' in value && value.event === 'ready'
    );
  } catch {
    return false;
  }
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  signalProcess(-pid, signal);
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone, which is what the signal was for.
  }
}
