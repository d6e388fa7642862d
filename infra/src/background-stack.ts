import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, lockHolder } from '../bootstrap/process-lock.mjs';
import { defaultHome } from './paths.ts';
import { lockFileOf, readRunningStack } from './running-stack.ts';
import { StackError } from './stack-error.ts';
import type { StackAddresses } from './stack-options.ts';

export interface BackgroundOptions {
  readonly home?: string;
  readonly ports?: 'default' | 'ephemeral';
  /** Default 240: the first start generates the demo world. */
  readonly deadlineSeconds?: number;
}

/**
 * Starts a supervisor that stays when this process ends, and waits until its stack is up.
 * Returns the running stack when there is one already.
 */
export async function startInBackground(options: BackgroundOptions = {}): Promise<StackAddresses> {
  const home = resolve(options.home ?? defaultHome);
  const running = readRunningStack(home);
  if (running !== undefined) return running;
  mkdirSync(join(home, 'logs'), { recursive: true });
  const log = join(home, 'logs/supervisor.log');
  const output = openSync(log, 'w');
  const program = join(import.meta.dirname, 'main.ts');
  const args = [program, 'up', '--home', home, '--ports', options.ports ?? 'default'];
  const { EVOLINE_PARENT: _, ...env } = process.env; // it is to outlive us
  const child = spawn(process.execPath, args, {
    env,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  child.once('error', () => {
    ended = true;
  });
  child.unref();
  const deadline = Date.now() + (options.deadlineSeconds ?? 240) * 1000;
  while (!ended && Date.now() < deadline) {
    const addresses = readRunningStack(home);
    if (addresses !== undefined) return addresses;
    await sleep(100);
  }
  if (!ended) child.kill('SIGTERM');
  throw new StackError(`The stack did not come up.\n${readFileSync(log, 'utf8').trimEnd()}`);
}

/** Stops the stack of `home`, whoever started it. Returns false when none runs. */
export async function stopRunningStack(
  home: string = defaultHome,
  deadlineSeconds = 60,
): Promise<boolean> {
  const holder = lockHolder(lockFileOf(resolve(home)));
  if (holder === null || !isSameProcess(holder)) return false;
  process.kill(holder.pid, 'SIGTERM');
  const deadline = Date.now() + deadlineSeconds * 1000;
  while (isSameProcess(holder)) {
    if (Date.now() > deadline) {
      throw new StackError(
        `The stack of process ${holder.pid} did not stop within ${deadlineSeconds} s. Cure: kill -9 ${holder.pid}; its services end with it.`,
      );
    }
    await sleep(100);
  }
  return true;
}
