import { progressLine } from '@evoline/infra/progress-line';
import { findStack, startStack } from '@evoline/infra/stack';
import { StackError } from '@evoline/infra/stack-error';
import type { StackAddresses } from '@evoline/infra/stack-options';
import type { CliEnv } from '../env.ts';
import { InterruptedError, type Io } from '../io.ts';

/** The addresses a command works against. */
export type SessionAddresses = Pick<
  StackAddresses,
  'databaseUrl' | 'temporalAddress' | 'temporalNamespace' | 'temporalUiUrl' | 'artifactStore'
>;

/**
 * Runs `work` against the stack that the environment names, else against the one that runs, else
 * against one that is started for the command's own duration and stopped after it.
 */
export async function withStack<T>(
  io: Io,
  env: CliEnv,
  work: (addresses: SessionAddresses) => Promise<T>,
): Promise<T> {
  const there = addressesFromEnv(env) ?? findStack();
  if (there !== undefined) return work(there);
  io.stderr.write('No stack is running; one is started for this command.\n');
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const stack = await startStack({
    ports: 'ephemeral',
    signal: interrupted.signal,
    onProgress: (progress) => {
      const line = progressLine(progress);
      if (line !== undefined) io.stderr.write(`${line}\n`);
    },
  });
  try {
    return await Promise.race([
      work(stack.addresses),
      stack.exited.then(failOnFault),
      untilAborted(interrupted.signal),
    ]);
  } finally {
    await stack.stop();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

/** All three must be named: half a cluster is more likely a mistake than a wish. */
function addressesFromEnv(env: CliEnv): SessionAddresses | undefined {
  if (env.databaseUrl === undefined || env.temporalAddress === undefined) return undefined;
  if (env.artifactStore === undefined) return undefined;
  return {
    databaseUrl: env.databaseUrl,
    temporalAddress: env.temporalAddress,
    temporalNamespace: env.temporalNamespace,
    temporalUiUrl: env.temporalUiUrl ?? '',
    artifactStore: env.artifactStore,
  };
}

function failOnFault(fault: { readonly message: string }): never {
  throw new StackError(`the local stack stopped: ${fault.message}`);
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new InterruptedError());
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}
