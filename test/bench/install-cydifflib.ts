import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CPython } from './find-cpython.ts';

const requirements = join(import.meta.dirname, 'cydifflib-requirements.txt');
const generated = join(import.meta.dirname, '../../.evoline/bench');
const DEADLINE_MILLISECONDS = 300_000;

/**
 * The folder with the CyDifflib that a user of this Python gets from the package index: a wheel, hash-pinned.
 * `folder` is undefined where it cannot be had; then `why`.
 */
export function installCyDifflib({ program, version }: CPython): {
  readonly folder?: string;
  readonly why?: string;
} {
  const folder = join(generated, `cydifflib-python-${version}`);
  if (existsSync(join(folder, 'cydifflib'))) return { folder };
  mkdirSync(generated, { recursive: true });
  const options = ['--quiet', '--disable-pip-version-check', '--require-hashes'];
  const wheelsOnly = ['--only-binary', ':all:', '--target', folder];
  const { status, stderr } = spawnSync(
    program,
    ['-m', 'pip', 'install', ...options, ...wheelsOnly, '--requirement', requirements],
    { encoding: 'utf8', env: { ...process.env, PIP_USER: '0' }, timeout: DEADLINE_MILLISECONDS },
  );
  if (status === 0) return { folder };
  rmSync(folder, { recursive: true, force: true });
  return { why: String(stderr).trim().split('\n').at(-1) ?? 'pip ended early' };
}
