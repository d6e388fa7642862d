import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const program = join(import.meta.dirname, 'serve.ts');

test('the engine double as a program says when it is ready and ends on SIGTERM', async () => {
  const child = spawn(process.execPath, [program, '--kind', 'vllm', '--base', 'tiny']);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { event, url } = JSON.parse(line) as { event: string; url: string };
  expect(event).toBe('ready');
  expect(await (await fetch(`${url}/v1/models`)).json()).toMatchObject({ data: [{ id: 'tiny' }] });
  child.kill('SIGTERM');
  expect((await once(child, 'exit'))[0]).toBe(0);
});
