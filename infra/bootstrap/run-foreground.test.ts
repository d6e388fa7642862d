import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';

const module = join(import.meta.dirname, 'run-foreground.mjs');

/** A launcher that runs this JavaScript in its place. */
function launch(script: string) {
  const program = `import { runForeground } from ${JSON.stringify(module)};
    process.exit(await runForeground(process.execPath, ['-e', ${JSON.stringify(script)}], { ADDED: 'yes' }));`;
  return spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

describe('a program run in the foreground', () => {
  it('passes on exit code and output, and gets the added environment', async () => {
    const launcher = launch('console.log(process.env.ADDED); process.exit(7)');
    const [printed, [code]] = await Promise.all([text(launcher.stdout), once(launcher, 'exit')]);
    expect([printed, code]).toEqual(['yes\n', 7]);
  });

  it('that died of a signal ends with 128 and its number', async () => {
    const [code] = (await once(launch("process.kill(process.pid, 'SIGKILL')"), 'exit')) as [number];
    expect(code).toBe(137);
  });

  it('is asked to end when npm is killed, whose shell says nothing', async () => {
    const script = `process.on('SIGTERM', () => { console.log('ended'); process.exit(0); }); console.log('ready'); setInterval(() => {}, 1000);`;
    const program = `import { runForeground } from ${JSON.stringify(module)};
      await runForeground(process.execPath, ['-e', ${JSON.stringify(script)}], {});`;
    const quoted = `'${program.replaceAll("'", String.raw`'\''`)}'`;
    const shell = spawn(
      'sh',
      ['-c', `"${process.execPath}" --input-type=module -e ${quoted}; true`],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, npm_lifecycle_event: 'start' },
      },
    );
    await once(shell.stdout, 'data');
    const rest = text(shell.stdout);
    shell.kill('SIGKILL');
    expect(await rest).toBe('ended\n');
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'gets %s and decides itself how it ends',
    async (signal) => {
      const launcher = launch(
        `process.on('${signal}', () => process.exit(9)); console.log('ready'); setInterval(() => {}, 1000);`,
      );
      await once(launcher.stdout, 'data');
      launcher.kill(signal);
      const [code] = (await once(launcher, 'exit')) as [number];
      expect(code).toBe(9);
    },
  );
});
