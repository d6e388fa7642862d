import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate as immediately } from 'node:timers/promises';
import { takeProcessLock } from '../bootstrap/process-lock.mjs';
import { readStackEnvironment } from './env.ts';
import { defaultHome } from './paths.ts';
import { prepareForPeople } from './prepare-for-people.ts';
import { planAddresses, planServices, type ServicePlan } from './plan-services.ts';
import { choosePorts } from './ports.ts';
import { endRecordedProcesses, livingProcesses } from './recorded-processes.ts';
import { announceStack, lockFileOf, readRunningStack, withdrawStack } from './running-stack.ts';
import type { Service } from './service.ts';
import { StackError } from './stack-error.ts';
import {
  serviceNames,
  type StackAddresses,
  type StackFault,
  type StackOptions,
  type StackProgress,
} from './stack-options.ts';
import { startWatchdog } from './start-watchdog.ts';
import { type SupervisedService, superviseService } from './supervise-service.ts';
import { watchSources } from './watch-sources.ts';

export interface Stack {
  readonly addresses: StackAddresses;
  /** Stops every service in order and frees the home. May be called more than once. */
  stop(): Promise<void>;
  /** Settles when a service cannot be kept running; never otherwise. Call `stop` then. */
  readonly exited: Promise<StackFault>;
}

/** The stack that runs on `home` (default `.evoline/stack`), started by whichever process. */
export function findStack(home: string = defaultHome): StackAddresses | undefined {
  return readRunningStack(resolve(home));
}

/**
 * Starts PostgreSQL, Temporal, the demo world, the policy server and the workers as children of this process, and keeps
 * them running. Settles when all answer. They end with this process, however it ends.
 *
 * @throws {StackError} naming what is missing or in the way, and the cure; nothing is left running then.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const home = resolve(options.home ?? defaultHome);
  const lock = takeHome(home);
  const watchdog = startWatchdog(home);
  const started: SupervisedService[] = [];
  const halt = new AbortController();
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopping ??= stopInOrder(home, started, halt).then(async () => {
      await watchdog.dismiss();
      lock.release();
    }));
  const signal = AbortSignal.any([halt.signal, ...(options.signal ? [options.signal] : [])]);
  try {
    await endRecordedProcesses(livingProcesses(home), 10);
    const addresses = await startServices({ home, options, started, signal });
    announceStack(addresses);
    if (options.watch) watchSources(() => restartWorkers(started), halt.signal);
    return { addresses, stop, exited: Promise.race(started.map(({ fault }) => fault)) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function takeHome(home: string): { release: () => void } {
  mkdirSync(home, { recursive: true });
  const lock = takeProcessLock(lockFileOf(home));
  if ('release' in lock) return lock;
  throw new StackError(
    `The data folder ${home} is in use by the stack of process ${lock.holder.pid}. Use that one ` +
      '(`npx evoline status`), stop it (`npx evoline down`), or choose another folder with `--home <folder>`.',
  );
}

interface Starting {
  readonly home: string;
  readonly options: StackOptions;
  /** Filled as services are started, so that whoever stops the stack knows them. */
  readonly started: SupervisedService[];
  readonly signal: AbortSignal;
}

async function startServices({
  home,
  options,
  started,
  signal,
}: Starting): Promise<StackAddresses> {
  const onProgress = options.onProgress ?? (() => {});
  const planning = {
    wanted: new Set(options.services ?? serviceNames),
    environment: readStackEnvironment(),
    ports: await choosePorts(options.ports ?? 'default'),
    home,
    options,
  };
  const addresses = planAddresses(planning);
  const plan = planServices(planning, addresses);
  const start = async (make: () => Promise<Service>): Promise<void> => {
    const service = await make();
    signal.throwIfAborted();
    const supervised = superviseService(service, { home, onProgress });
    started.push(supervised);
    await supervised.ready;
  };
  const checks = plan.elsewhere.map((there) => checkElsewhere(there, onProgress));
  const servers = Promise.all([...plan.servers.map(start), ...checks]);
  const workers = servers.then(() => Promise.all(plan.workers.map(start)));
  const prepared = servers.then(async () => {
    await immediately(); // loading what it needs blocks this process for a while: workers are spawned first
    if (plan.workers.length > 0) await prepareForPeople(addresses);
  });
  await Promise.race([
    Promise.all([servers, workers, prepared, ...plan.doubles.map(start)]),
    whenAborted(signal),
  ]);
  return addresses;
}

async function checkElsewhere(
  { service, check }: ServicePlan['elsewhere'][number],
  onProgress: (progress: StackProgress) => void,
): Promise<void> {
  const since = Date.now();
  await check();
  onProgress({ service, state: 'elsewhere', seconds: (Date.now() - since) / 1000 });
}

function whenAborted(signal: AbortSignal): Promise<never> {
  const cancelled = Promise.withResolvers<never>();
  cancelled.promise.catch(() => {});
  const cancel = (): void => cancelled.reject(new StackError('The start was cancelled.'));
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  return cancelled.promise;
}

function restartWorkers(started: readonly SupervisedService[]): void {
  for (const service of started) if (service.name.startsWith('worker')) service.restart();
}

/** Whatever uses the servers first, the database last. */
async function stopInOrder(
  home: string,
  started: readonly SupervisedService[],
  halt: AbortController,
): Promise<void> {
  halt.abort(); // first, so that no service joins `started` after this
  withdrawStack(home);
  const isServer = ({ name }: SupervisedService): boolean =>
    name === 'postgres' || name === 'temporal';
  await Promise.all(
    started.filter((service) => !isServer(service)).map((service) => service.stop()),
  );
  await Promise.all(started.filter(isServer).map((service) => service.stop()));
}
