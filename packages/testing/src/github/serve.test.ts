import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, 'serve.ts');

test('the program prints one line when it is ready and ends on SIGTERM', async () => {
  const home = await mkdtemp(join(tmpdir(), 'github-double-'));
  const child = spawn(process.execPath, [program, '--home', home, '--world', 'none', '--json']);
  const lines: string[] = [];
  const output = createInterface(child.stdout).on('line', (line) => lines.push(line));
  await once(output, 'line');
  const { event, url } = JSON.parse(lines[0] ?? '') as { event: string; url: string };
  expect(event).toBe('ready');
  expect((await fetch(`${url}/rate_limit`)).status).toBe(200);
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
  expect(lines.length).toBe(1);
  await rm(home, { recursive: true });
});

test.each([
  ['--prot', '1'],
  ['--home', 'nowhere', '--sizes', '300,24'],
])('wrong usage is exit code 2: %s %s', async (...parameters) => {
  const child = spawn(process.execPath, [program, ...parameters], { stdio: 'ignore' });
  expect((await once(child, 'exit'))[0]).toBe(2);
});
