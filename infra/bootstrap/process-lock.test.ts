import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSameProcess, lockHolder, processIdentity, takeProcessLock } from './process-lock.mjs';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evoline-lock-'));
  file = join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A process that takes the lock, says so, and stays. */
async function otherHolder(): Promise<{ pid: number; kill: () => Promise<void> }> {
  const module = join(import.meta.dirname, 'process-lock.mjs');
  const program = `import { takeProcessLock } from ${JSON.stringify(module)};
    console.log('release' in takeProcessLock(${JSON.stringify(file)}));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  expect(String(said).trim()).toBe('true');
  return {
    pid: child.pid ?? 0,
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

describe('a process lock', () => {
  it('is had by one holder at a time, whom the second one can name', () => {
    const first = takeProcessLock(file);
    expect(takeProcessLock(file)).toEqual({ holder: processIdentity(process.pid) });
    if ('release' in first) first.release();
    expect('release' in takeProcessLock(file)).toBe(true);
  });

  it('is refused while another process lives and taken over after its kill -9', async () => {
    const other = await otherHolder();
    expect(takeProcessLock(file)).toMatchObject({ holder: { pid: other.pid } });
    await other.kill();
    expect('release' in takeProcessLock(file)).toBe(true);
  });

  it('is taken over from a process id that belongs to another program now', () => {
    writeFileSync(file, JSON.stringify({ pid: process.pid, startTicks: '1' }));
    expect('release' in takeProcessLock(file)).toBe(true);
  });

  it('is taken over when its file is half-written', () => {
    writeFileSync(file, '{"pid": 12');
    expect('release' in takeProcessLock(file)).toBe(true);
    expect(lockHolder(file)?.pid).toBe(process.pid);
  });

  it('leaves nothing but itself in the folder', () => {
    takeProcessLock(file);
    takeProcessLock(file);
    expect(readdirSync(folder)).toEqual(['lock']);
  });
});

describe('a recorded process', () => {
  it('is the same only with the same start', () => {
    const self = processIdentity(process.pid);
    expect(isSameProcess(self)).toBe(true);
    expect(isSameProcess({ ...self, startTicks: '1' })).toBe(false);
    expect(isSameProcess({ pid: 2 ** 22 + 1, startTicks: null })).toBe(false);
  });
});
