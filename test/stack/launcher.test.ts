import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const launcher = resolve(import.meta.dirname, '../../apps/cli/bin/evoline.mjs');

function evoline(...args: string[]) {
  return spawnSync(process.execPath, [launcher, ...args], {
    encoding: 'utf8',
    input: '',
    timeout: 120_000,
  });
}

describe('npx evoline', () => {
  it('shows its help with nothing else on either output, from any folder', () => {
    const { status, stdout, stderr } = evoline('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: evoline /);
  });

  it('ends with exit code 2 for bad usage and keeps standard output clean', () => {
    const { status, stdout, stderr } = evoline('reward', 'no-such-word');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/no-such-word/);
  });
});
