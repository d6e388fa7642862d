import { progressLine } from '@evoline/infra/progress-line';
import { findStack, startStack } from '@evoline/infra/stack';
import { StackError } from '@evoline/infra/stack-error';
import {
  type ServiceName,
  serviceNames,
  type StackAddresses,
  type StackProgress,
} from '@evoline/infra/stack-options';
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
 *
 * @param services what the command needs, and what is started for it; default everything
 */
export async function withStack<T>(
  io: Io,
  env: CliEnv,
  work: (addresses: SessionAddresses) => Promise<T>,
  services: readonly ServiceName[] = serviceNames,
): Promise<T> {
  const there = addressesFromEnv(env) ?? runningStack(services);
  if (there !== undefined) return work(there);
  io.stderr.write('No stack is running; one is started for this command.\n');
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const { signal } = interrupted;
  const onProgress = (progress: StackProgress) => tell(io, progress);
  const stack = await startStack({ services, ports: 'ephemeral', signal, onProgress });
  try {
    return await Promise.race([
      work(stack.addresses),
      stack.exited.then(failOnFault),
      untilAborted(signal),
    ]);
  } finally {
    if (services.includes('temporal')) io.stderr.write(`${stopping}\n`);
    await stack.stop();
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

const stopping = 'The stack stops; open workflows go on when one is started: npx evoline up';

function tell(io: Io, progress: StackProgress): void {
  const line = progressLine(progress);
  if (line !== undefined) io.stderr.write(`${line}\n`);
}

/** @throws StackError when the one that runs was started by another command for less */
function runningStack(services: readonly ServiceName[]): StackAddresses | undefined {
  const stack = findStack();
  const lacksTemporal = stack?.temporalAddress === '' && services.includes('temporal');
  if (!lacksTemporal) return stack;
  throw new StackError(
    `Process ${stack.supervisorPid} runs a part of the stack for a command of its own; try again when it has ended.`,
  );
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
