import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import { readStackEnvironment } from '@evoline/infra/env';
import { repositoryRoot } from '@evoline/infra/paths';
import { findStack } from '@evoline/infra/stack';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { table } from '../report/table.ts';
import { tellWhile } from '../report/tell-while.ts';

interface Finding {
  readonly part: string;
  readonly good: boolean;
  readonly found: string;
  readonly cure: string;
}

const run = promisify(execFile);
const leastFreeGigabytes = 5;

/** `evoline doctor`: what is there, what is missing, and the cure. Exit code 1 when something is missing. */
export async function doctor(io: Io): Promise<ExitCode> {
  const findings = await tellWhile(io, 'looking at every part', examine());
  const good = findings.every((finding) => finding.good);
  writeResult(io, { good, findings }, describe(findings));
  return good ? 0 : 1;
}

function examine(): Promise<readonly Finding[]> {
  const environment = readStackEnvironment();
  return Promise.all([
    program('node', process.execPath, ['--version'], 'run npm run check once: it fetches Node 24'),
    program('git', 'git', ['--version'], 'install git'),
    program(
      'temporal',
      environment.temporalProgram,
      ['--version'],
      'run npm start once: it fetches or compiles the server',
    ),
    program(
      'policy environment',
      environment.pythonProgram,
      ['-c', 'import torch, trl; print("torch", torch.__version__, "trl", trl.__version__)'],
      'run npm start once: it installs the Python packages',
    ),
    freeDisk(),
    stackRunning(),
  ]);
}

async function program(
  part: string,
  path: string,
  args: readonly string[],
  cure: string,
): Promise<Finding> {
  try {
    const { stdout } = await run(path, [...args], { timeout: 60_000 });
    return { part, good: true, found: stdout.trim().split('\n').at(-1) ?? '', cure };
  } catch (error) {
    const found = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { part, good: false, found, cure };
  }
}

async function freeDisk(): Promise<Finding> {
  const { bavail, bsize } = await statfs(repositoryRoot);
  const gigabytes = (bavail * bsize) / 2 ** 30;
  return {
    part: 'free disk',
    good: gigabytes >= leastFreeGigabytes,
    found: `${gigabytes.toFixed(1)} GiB`,
    cure: `free at least ${leastFreeGigabytes} GiB`,
  };
}

async function stackRunning(): Promise<Finding> {
  const stack = findStack();
  const found = stack === undefined ? 'none runs (that is fine)' : `process ${stack.supervisorPid}`;
  return { part: 'stack', good: true, found, cure: 'npx evoline up' };
}

function describe(findings: readonly Finding[]): string {
  const rows = findings.map(({ part, good, found, cure }) => [
    good ? 'good' : 'MISSING',
    part,
    good ? found : `${found} → ${cure}`,
  ]);
  return table(['', 'part', 'found'], rows);
}
