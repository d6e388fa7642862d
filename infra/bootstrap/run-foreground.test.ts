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
