import type { TestCount } from './check.ts';

/** Counts of vitest's JSON reporter. */
export function readVitestReport(content: string): TestCount {
  const report: unknown = JSON.parse(content);
  return {
    passed: numberIn(report, 'numPassedTests'),
    failed: numberIn(report, 'numFailedTests'),
    skipped: numberIn(report, 'numPendingTests') + numberIn(report, 'numTodoTests'),
  };
}

/** Counts of pytest's `--junitxml`. */
export function readJunitReport(content: string): TestCount {
  const suite = /<testsuite\b[^>]*>/.exec(content)?.[0] ?? '';
  const count = (name: string): number =>
    Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  const skipped = count('skipped');
  return { passed: count('tests') - failed - skipped, failed, skipped };
}

function numberIn(value: unknown, name: string): number {
  if (typeof value !== 'object' || value === null) return 0;
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof found === 'number' ? found : 0;
}
