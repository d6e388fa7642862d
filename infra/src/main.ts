// Program: the supervisor. `up` starts the stack and stays.
import { parseArgs } from 'node:util';
import { describeAddresses } from './address-table.ts';
import { followParent } from './follow-parent.ts';
import { progressLine } from './progress-line.ts';
import { type Stack, startStack } from './stack.ts';
import { StackError } from './stack-error.ts';
import type { StackOptions, WorldSizes } from './stack-options.ts';

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  const text =
    error instanceof StackError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`\n${String(text)}\n`);
  return 1;
});

async function main(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv);
  if (options === undefined) {
    process.stderr.write(
      'usage: main.ts up [--ports default|ephemeral] [--home <folder>] [--watch] [--world-sizes <warm-start>,<train>,<held-out>]\n',
    );
    return 2;
  }
  const stop = stopRequested();
  const since = Date.now();
  process.stderr.write('Starting the stack\n');
  let stack: Stack;
  try {
    stack = await startStack({ ...options, signal: stop.signal, onProgress: showProgress });
  } catch (error) {
    if (stop.signal.aborted) return 0;
    throw error;
  }
  process.stderr.write(`Everything is up after ${((Date.now() - since) / 1000).toFixed(1)} s.\n`);
  process.stdout.write(`${describeAddresses(stack.addresses)}\nCtrl-C stops everything.\n`);
  return stayUntilStopped(stack, stop.signal);
}

function readOptions(argv: readonly string[]): StackOptions | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ports: { type: 'string' },
        home: { type: 'string' },
        watch: { type: 'boolean' },
        'world-sizes': { type: 'string' },
      },
    });
    const { ports = 'default', home, watch = false, 'world-sizes': sizes } = values;
    if (positionals.join() !== 'up' || (ports !== 'default' && ports !== 'ephemeral'))
      return undefined;
    return {
      ports,
      watch,
      ...(home === undefined ? {} : { home }),
      ...(sizes === undefined ? {} : { worldSizes: readWorldSizes(sizes) }),
    };
  } catch {
    return undefined;
  }
}

/** The world's program checks the numbers. */
function readWorldSizes(text: string): WorldSizes {
  const [warmStart = 0, train = 0, heldOut = 0] = text.split(',').map(Number);
  return { warmStart, train, heldOut };
}

function showProgress(progress: Parameters<typeof progressLine>[0]): void {
  const line = progressLine(progress);
  if (line !== undefined) process.stderr.write(`${line}\n`);
}

/** The first signal asks to stop in order; a second one ends us at once, and the watchdog ends the services. */
function stopRequested(): { readonly signal: AbortSignal } {
  const stop = new AbortController();
  const parent = process.env['EVOLINE_PARENT'];
  followParent(parent === undefined ? null : Number(parent), () => stop.abort());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  }
  return { signal: stop.signal };
}

async function stayUntilStopped(stack: Stack, signal: AbortSignal): Promise<number> {
  const asked = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  const fault = await Promise.race([asked, stack.exited]);
  process.stderr.write(
    fault === undefined ? '\nStopping the stack …\n' : `\n${fault.message}\nStopping the stack …\n`,
  );
  await stack.stop();
  process.stderr.write('Stopped.\n');
  return fault === undefined ? 0 : 1;
}
