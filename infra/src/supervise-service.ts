import { setTimeout as sleep } from 'node:timers/promises';
import { openLogFile, type LogFile } from './log-file.ts';
import { type ProcessEnd, type RunningProcess, runProcess } from './running-process.ts';
import type { Service } from './service.ts';
import { StackError } from './stack-error.ts';
import type { StackFault, StackProgress } from './stack-options.ts';

export interface SupervisedService {
  readonly name: string;
  /** Settles when the service answers for the first time; rejects when it cannot be started. */
  readonly ready: Promise<void>;
  /** Settles when the service has died too often to be restarted; never otherwise. */
  readonly fault: Promise<StackFault>;
  /** Stops the process, and starts it again; does nothing while there is none. */
  restart(): void;
  stop(): Promise<void>;
}

export interface Surroundings {
  readonly home: string;
  readonly onProgress: (progress: StackProgress) => void;
}

/** How often a service may die without having lived a minute in between. */
const mostRestarts = 8;
const steadyAfterSeconds = 60;

/** Starts the service, keeps it running with growing pauses, and stops it for good when told. */
export function superviseService(service: Service, surroundings: Surroundings): SupervisedService {
  const log = openLogFile(`${surroundings.home}/logs/${service.name}.log`);
  const halt = new AbortController();
  const ready = Promise.withResolvers<void>();
  const fault = Promise.withResolvers<StackFault>();
  ready.promise.catch(() => {}); // whoever waits for it hears of it; nobody has to
  const giveUp = (message: string): void => {
    ready.reject(new StackError(message)); // has no effect once it was ready
    fault.resolve({ service: service.name, message });
  };
  const keeping: Keeping = {
    service,
    surroundings,
    log,
    signal: halt.signal,
    ready: ready.resolve,
  };
  const life = keepRunning(keeping)
    .catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
    .then((reason) =>
      reason === undefined ? ready.reject(new StackError('stopped')) : giveUp(reason),
    );
  return {
    name: service.name,
    ready: ready.promise,
    fault: fault.promise,
    restart() {
      keeping.restartAsked = true;
      void keeping.running?.stop();
    },
    async stop() {
      halt.abort();
      await life;
      log.close();
    },
  };
}

interface Keeping {
  readonly service: Service;
  readonly surroundings: Surroundings;
  readonly log: LogFile;
  readonly signal: AbortSignal;
  readonly ready: () => void;
  running?: RunningProcess | undefined;
  restartAsked?: boolean;
}

/** Settles when halted, or with the reason why the service was given up. Rejects when it cannot be started. */
async function keepRunning(keeping: Keeping): Promise<string | undefined> {
  let running = await startOnce(keeping, 'starting');
  if (running !== undefined) keeping.ready();
  for (let deaths = 0; running !== undefined;) {
    const since = Date.now();
    keeping.running = running;
    const end = await exitedOrHalted(running, keeping.signal);
    keeping.running = undefined;
    if (end === 'halted') return undefined;
    const steady = keeping.restartAsked || Date.now() - since > steadyAfterSeconds * 1000;
    deaths = steady ? 1 : deaths + 1;
    if (!keeping.restartAsked) report(keeping, 'died', since, describeEnd(end));
    keeping.restartAsked = false;
    if (deaths > most(keeping)) return giveUpMessage(keeping, end, deaths);
    running = await restart(keeping, deaths);
  }
  return undefined;
}

function most({ service }: Keeping): number {
  return service.neverGiveUp ? Number.POSITIVE_INFINITY : mostRestarts;
}

async function restart(keeping: Keeping, deaths: number): Promise<RunningProcess | undefined> {
  for (let tries = deaths; !keeping.signal.aborted; tries += 1) {
    const pauseSeconds = Math.min(15, 0.3 * 2 ** (tries - 1));
    await sleep(pauseSeconds * 1000, undefined, { signal: keeping.signal }).catch(() => {});
    try {
      return await startOnce(keeping, 'restarting');
    } catch (error) {
      keeping.log.write(`\n[evoline] restart failed: ${String(error)}\n`);
      if (tries >= deaths + most(keeping)) throw error;
    }
  }
  return undefined;
}

/** Prepares, starts and waits until the service answers. A start that fails leaves no process. Undefined: halted. */
async function startOnce(
  keeping: Keeping,
  state: 'starting' | 'restarting',
): Promise<RunningProcess | undefined> {
  const { service, surroundings, log, signal } = keeping;
  if (signal.aborted) return undefined;
  const since = Date.now();
  report(keeping, state, since);
  await service.prepare?.(signal);
  const running = await runProcess(service, surroundings.home, log);
  const settled = new AbortController();
  const within = AbortSignal.any([
    signal,
    settled.signal,
    AbortSignal.timeout(service.readyDeadlineSeconds * 1000),
  ]);
  const outcome = await Promise.race([
    service.becomeReady(running, within).then(
      () => 'ready' as const,
      (error: unknown) => failureOf(error, within),
    ),
    running.exited,
    aborted(within),
  ]);
  settled.abort();
  if (outcome === 'ready') {
    report(keeping, 'ready', since);
    return running;
  }
  await running.stop();
  if (signal.aborted) return undefined;
  throw new StackError(startFailure(keeping, outcome));
}

function failureOf(error: unknown, within: AbortSignal): Error | 'aborted' {
  if (within.aborted) return 'aborted';
  return error instanceof Error ? error : new Error(String(error));
}

function startFailure(keeping: Keeping, outcome: ProcessEnd | Error | 'aborted'): string {
  const { service, log } = keeping;
  const what =
    outcome === 'aborted'
      ? `did not answer within ${service.readyDeadlineSeconds} s`
      : outcome instanceof Error
        ? `failed: ${outcome.message}`
        : `ended with ${describeEnd(outcome)} before it was ready`;
  return `${service.name} ${what}.\n${indented(log.tail())}\n  The whole log: ${log.path}`;
}

async function exitedOrHalted(
  running: RunningProcess,
  signal: AbortSignal,
): Promise<ProcessEnd | 'halted'> {
  const end = await Promise.race([running.exited, aborted(signal)]);
  if (!signal.aborted && end !== 'aborted') return end;
  await running.stop();
  return 'halted';
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve('aborted');
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
  });
}

function giveUpMessage(keeping: Keeping, end: ProcessEnd, deaths: number): string {
  const { service, log } = keeping;
  return `${service.name} died ${deaths} times in a row, last with ${describeEnd(end)}.\n${indented(log.tail())}\n  The whole log: ${log.path}`;
}

function describeEnd(end: ProcessEnd): string {
  return end.signal === null ? `exit code ${end.code}` : `signal ${end.signal}`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '  | ');
}

function report(
  keeping: Keeping,
  state: StackProgress['state'],
  since: number,
  detail?: string,
): void {
  const seconds = (Date.now() - since) / 1000;
  const progress = { service: keeping.service.name, state, seconds };
  keeping.surroundings.onProgress(detail === undefined ? progress : { ...progress, detail });
}
