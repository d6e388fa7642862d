import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Watchdog {
  /** Everything is stopped; the watchdog may go. */
  dismiss(): Promise<void>;
}

/** Starts the process that ends the stack's services when this process dies without doing so. */
export function startWatchdog(home: string): Watchdog {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'watchdog.ts'), home, String(process.pid)],
    {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  );
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  const gone = once(child, 'exit');
  return {
    async dismiss() {
      child.stdin.end('.');
      await gone;
    },
  };
}
