// Program: everything that has to hold. `--quick`: without the Python and integration tests.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult } from './checks/check.ts';
import { quickChecks, slowChecks } from './checks/list-checks.ts';
import { runCheck } from './checks/run-check.ts';
import { readStackEnvironment } from './env.ts';
import { generatedFolder } from './paths.ts';

process.exitCode = await main(process.argv.includes('--quick'));

async function main(quick: boolean): Promise<number> {
  mkdirSync(join(generatedFolder, 'test-reports'), { recursive: true });
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop.abort());
  const checks = [
    ...quickChecks(),
    ...(quick ? [] : slowChecks(readStackEnvironment().pythonProgram)),
  ];
  const results: CheckResult[] = [];
  for (const check of checks) {
    if (stop.signal.aborted) break;
    print(`\n━━ ${check.title}`);
    const result = await runCheck(check, stop.signal);
    results.push(result);
    print(`━━ ${check.title}: ${result.failure ?? 'good'} (${result.seconds.toFixed(1)} s)`);
  }
  return summarise(results, checks.length);
}

/** The table of all parts, and last a plain line with the sums. A part that failed without counting counts as one. */
function summarise(results: readonly CheckResult[], planned: number): number {
  print('\n━━ all parts');
  for (const result of results) print(row(result));
  const missing = planned - results.length;
  if (missing > 0) print(`  ✗ stopped before ${missing} more`);
  const passed = sum(results, ({ count }) => count?.passed ?? 0);
  const failed =
    missing + sum(results, ({ count, failure }) => Math.max(count?.failed ?? 0, failure ? 1 : 0));
  print(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

function row({ title, seconds, count, failure }: CheckResult): string {
  const counted = count === null ? '' : `${count.passed} passed, ${count.failed} failed`;
  const skipped = count !== null && count.skipped > 0 ? `, ${count.skipped} skipped` : '';
  const note = failure === undefined ? '' : `  ${failure}`;
  return `  ${failure ? '✗' : '✓'} ${title.padEnd(28)} ${`${seconds.toFixed(1)} s`.padStart(8)}  ${counted}${skipped}${note}`;
}

function sum(results: readonly CheckResult[], value: (result: CheckResult) => number): number {
  return results.reduce((total, result) => total + value(result), 0);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
