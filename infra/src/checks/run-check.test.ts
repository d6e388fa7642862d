import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check } from './check.ts';
import { readJunitReport, readVitestReport } from './read-test-report.ts';
import { runCheck } from './run-check.ts';

let folder: string;
const never = new AbortController().signal;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evoline-check-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** A check whose runner executes this JavaScript; `file` is where its report goes. */
function check(script: (file: string) => string, counts = true): Check {
  const file = join(folder, `${Math.random()}.json`);
  const plain = {
    title: 'a',
    command: [process.execPath, '-e', script(file)] as const,
    deadlineSeconds: 20,
  };
  return counts ? { ...plain, report: { file, read: readVitestReport } } : plain;
}

const reporting = (report: object) => (file: string) =>
  `require('fs').writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(JSON.stringify(report))})`;

describe('a part of npm test', () => {
  it('passes with what its runner counted', async () => {
    const result = await runCheck(
      check(reporting({ numPassedTests: 3, numFailedTests: 0 })),
      never,
    );
    expect(result).toMatchObject({ count: { passed: 3, failed: 0, skipped: 0 } });
    expect(result.failure).toBeUndefined();
  });

  it('fails when its runner ran no test, even with exit code 0', async () => {
    const none = await runCheck(check(reporting({ numPassedTests: 0, numFailedTests: 0 })), never);
    expect(none.failure).toBe('ran no test at all');
    const silent = await runCheck(
      check(() => ''),
      never,
    );
    expect(silent.failure).toBe('ran no test at all');
  });

  it('fails when a test failed, even with exit code 0', async () => {
    const result = await runCheck(
      check(reporting({ numPassedTests: 3, numFailedTests: 1 })),
      never,
    );
    expect(result.failure).toBe('1 failed');
  });

  it('fails with the exit code of its program, or when that is not there', async () => {
    expect(
      (
        await runCheck(
          check(() => 'process.exit(3)', false),
          never,
        )
      ).failure,
    ).toBe('exit code 3');
    const missing: Check = { title: 'a', command: ['no-such-program'], deadlineSeconds: 5 };
    expect((await runCheck(missing, never)).failure).toBe('exit code 127');
  });

  it('is ended at its deadline', async () => {
    const hanging = { ...check(() => 'setInterval(() => {}, 1000)', false), deadlineSeconds: 0.5 };
    expect((await runCheck(hanging, never)).failure).toBe('took longer than 0.5 s');
  });

  it('has no standard input to wait for', async () => {
    const reading = check(() => 'process.stdin.resume().on("end", () => process.exit(4))', false);
    expect((await runCheck(reading, never)).failure).toBe('exit code 4');
  });
});

describe('reports of test runners', () => {
  it('pytest counts errors as failures', () => {
    const report =
      '<testsuites><testsuite name="pytest" errors="1" failures="2" skipped="1" tests="10" time="3"><testcase/>';
    expect(readJunitReport(report)).toEqual({ passed: 6, failed: 3, skipped: 1 });
  });
});
