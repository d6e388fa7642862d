import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { repositoryRoot } from '../paths.ts';
import type { Check, CheckResult, TestCount } from './check.ts';

interface CheckEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly late: boolean;
}

/** Runs the check with its output shown. One that counts tests fails when it ran none. */
export async function runCheck(check: Check, signal: AbortSignal): Promise<CheckResult> {
  if (check.report) rmSync(check.report.file, { force: true });
  const since = Date.now();
  const end = await runToEnd(check, signal);
  const seconds = (Date.now() - since) / 1000;
  const count = countOf(check);
  const failure = failureOf(check, end, count);
  const result = { title: check.title, seconds, count };
  return failure === undefined ? result : { ...result, failure };
}

function runToEnd(check: Check, signal: AbortSignal): Promise<CheckEnd> {
  const [program, ...args] = check.command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: repositoryRoot,
      env: { ...process.env, ...check.env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    let late = false;
    const deadline = setTimeout(() => {
      late = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 20_000).unref();
    }, check.deadlineSeconds * 1000);
    const stop = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    const settle = (code: number | null, ended: NodeJS.Signals | null): void => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', stop);
      resolve({ code, signal: ended, late });
    };
    child.once('error', () => settle(127, null));
    child.once('exit', settle);
  });
}

function countOf({ report }: Check): TestCount | null {
  if (report === undefined) return null;
  if (!existsSync(report.file)) return { passed: 0, failed: 0, skipped: 0 };
  return report.read(readFileSync(report.file, 'utf8'));
}

function failureOf(check: Check, end: CheckEnd, count: TestCount | null): string | undefined {
  if (end.late) return `took longer than ${check.deadlineSeconds} s`;
  if (end.code !== 0) return end.signal ? `ended with ${end.signal}` : `exit code ${end.code}`;
  if (count === null) return undefined;
  if (count.failed > 0) return `${count.failed} failed`;
  return count.passed === 0 ? 'ran no test at all' : undefined;
}
