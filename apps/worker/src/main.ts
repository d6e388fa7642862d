// Program: one worker. ROLES chooses its queues; README's table lists the other variables.
import { EvolineFailure, failures } from '@evoline/contract/failures';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { EnvironmentError, readWorkerEnvironment } from './env.ts';
import { runWorkers } from './run-workers.ts';

process.exitCode = await main();

async function main(): Promise<number> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => stop.abort());
  // Signals are ours: the runtime's own handler would end the workers before they have drained.
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  try {
    await runWorkers(readWorkerEnvironment(), {
      signal: stop.signal,
      onReady: (ready) => process.stdout.write(`${JSON.stringify({ event: 'ready', ...ready })}\n`),
    });
    return 0;
  } catch (error) {
    process.stderr.write(`worker: ${explain(error)}\n`);
    return error instanceof EnvironmentError ? 2 : 1;
  }
}

function explain(error: unknown): string {
  if (error instanceof EnvironmentError) return error.message;
  if (error instanceof EvolineFailure) return `${error.message} ${failures[error.code].cure}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
