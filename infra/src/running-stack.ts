import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSameProcess, lockHolder } from '../bootstrap/process-lock.mjs';
import type { StackAddresses } from './stack-options.ts';

export function lockFileOf(home: string): string {
  return join(home, 'stack.lock');
}

/** Tells other programs of this user where the stack is; `<home>/stack.json`. */
export function announceStack(addresses: StackAddresses): void {
  const file = announcementOf(addresses.home);
  writeFileSync(`${file}.new`, `${JSON.stringify(addresses, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function withdrawStack(home: string): void {
  rmSync(announcementOf(home), { force: true });
}

/** The stack that runs on this home, when its supervisor is alive and has finished starting it. */
export function readRunningStack(home: string): StackAddresses | undefined {
  const holder = lockHolder(lockFileOf(home));
  if (holder === null || !isSameProcess(holder)) return undefined;
  try {
    const addresses = JSON.parse(readFileSync(announcementOf(home), 'utf8')) as StackAddresses;
    return addresses.supervisorPid === holder.pid ? addresses : undefined;
  } catch {
    return undefined;
  }
}

function announcementOf(home: string): string {
  return join(home, 'stack.json');
}
