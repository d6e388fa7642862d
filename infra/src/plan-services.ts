import { join } from 'node:path';
import type { StackEnvironment } from './env.ts';
import type { StackPorts } from './ports.ts';
import { requireDatabase, requireEngine, requireTemporal } from './reachable.ts';
import type { Service } from './service.ts';
import { engineService } from './services/engine.ts';
import { postgresService, postgresUrl } from './services/postgres.ts';
import { temporalService } from './services/temporal.ts';
import { workerService } from './services/worker.ts';
import { worldService } from './services/world.ts';
import type { ServiceName, StackAddresses, StackOptions } from './stack-options.ts';

type MakeService = () => Promise<Service>;

export interface ServicePlan {
  /** PostgreSQL and Temporal: what the workers cannot start without. */
  readonly servers: readonly MakeService[];
  /** Started beside them; the workers wait for these only when they have work for them. */
  readonly doubles: readonly MakeService[];
  readonly workers: readonly MakeService[];
  /** Servers that the environment names: not started, only asked. */
  readonly elsewhere: readonly {
    readonly service: ServiceName;
    readonly check: () => Promise<void>;
  }[];
}

export interface Planning {
  readonly wanted: ReadonlySet<ServiceName>;
  readonly environment: StackEnvironment;
  readonly ports: StackPorts;
  readonly home: string;
  readonly options: StackOptions;
}

/** Where everything will be; known before anything runs. */
export function planAddresses({ wanted, environment, ports, home }: Planning): StackAddresses {
  const here = (service: ServiceName, address: string): string =>
    wanted.has(service) ? address : '';
  const temporalHost = environment.temporalAddress?.replace(/:\d+$/, '');
  return {
    databaseUrl: environment.databaseUrl ?? here('postgres', postgresUrl(ports.postgres)),
    temporalAddress: environment.temporalAddress ?? here('temporal', `127.0.0.1:${ports.temporal}`),
    temporalNamespace: environment.temporalNamespace,
    temporalUiUrl:
      environment.temporalUiUrl ??
      (temporalHost === undefined
        ? here('temporal', `http://127.0.0.1:${ports.temporalUi}`)
        : `http://${temporalHost}:8233`),
    artifactStore: environment.artifactStore ?? join(home, 'artifacts'),
    demoWorldUrl: here('world', `http://127.0.0.1:${ports.world}`),
    engineUrl: environment.engineUrl ?? here('engine', `http://127.0.0.1:${ports.engine}`),
    home,
    supervisorPid: process.pid,
    startedAt: new Date().toISOString(),
  };
}

/** What is started, what is only checked, and in which order. */
export function planServices(planning: Planning, addresses: StackAddresses): ServicePlan {
  const { wanted, environment, ports, home } = planning;
  const { databaseUrl, temporalAddress, engineUrl, temporalNamespace: namespace } = environment;
  const servers: MakeService[] = [];
  const doubles: MakeService[] = [];
  const elsewhere: { service: ServiceName; check: () => Promise<void> }[] = [];
  if (wanted.has('postgres')) {
    if (databaseUrl === undefined)
      servers.push(() => postgresService({ home, port: ports.postgres }));
    else elsewhere.push({ service: 'postgres', check: () => requireDatabase(databaseUrl) });
  }
  if (wanted.has('temporal')) {
    const { temporal: port, temporalUi: uiPort } = ports;
    const program = environment.temporalProgram;
    if (temporalAddress === undefined)
      servers.push(() => temporalService({ home, port, uiPort, namespace, program }));
    else
      elsewhere.push({
        service: 'temporal',
        check: () => requireTemporal(temporalAddress, namespace),
      });
  }
  if (wanted.has('world')) {
    const sizes = planning.options.worldSizes;
    doubles.push(async () => worldService({ home, port: ports.world, sizes }));
  }
  if (wanted.has('engine')) {
    const python = environment.pythonProgram;
    if (engineUrl === undefined)
      doubles.push(async () => engineService({ port: ports.engine, python }));
    else elsewhere.push({ service: 'engine', check: () => requireEngine(engineUrl) });
  }
  return {
    servers,
    doubles,
    elsewhere,
    workers: wanted.has('workers') ? workers(planning, addresses) : [],
  };
}

function workers({ environment, options }: Planning, addresses: StackAddresses) {
  const python = environment.pythonProgram;
  const watch = options.watch ?? false;
  return [
    { name: 'worker-cpu', roles: 'pipeline,mine,reward' },
    { name: 'worker-gpu', roles: 'rollout,train' },
  ].map((which) => async () => workerService({ ...which, addresses, python, watch }));
}
