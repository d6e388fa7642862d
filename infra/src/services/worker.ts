import { join } from 'node:path';
import { repositoryRoot } from '../paths.ts';
import type { Service } from '../service.ts';
import type { StackAddresses } from '../stack-options.ts';

export interface WorkerOptions {
  readonly name: string;
  /** Comma-separated, see `apps/worker`. */
  readonly roles: string;
  readonly addresses: StackAddresses;
  readonly python: string;
  /** Its sources are being changed: a start that fails is tried again and again. */
  readonly watch: boolean;
}

/** One worker program. It connects by itself and says when it polls. */
export function workerService({ name, roles, addresses, python, watch }: WorkerOptions): Service {
  const program = join(repositoryRoot, 'apps/worker/src/main.ts');
  return {
    name,
    command: [process.execPath, program],
    env: {
      ...process.env,
      ROLES: roles,
      DATABASE_URL: addresses.databaseUrl,
      TEMPORAL_ADDRESS: addresses.temporalAddress,
      TEMPORAL_NAMESPACE: addresses.temporalNamespace,
      TEMPORAL_UI_URL: addresses.temporalUiUrl,
      ARTIFACT_STORE: addresses.artifactStore,
      DEMO_WORLD_URL: addresses.demoWorldUrl,
      ENGINE_URL: addresses.engineUrl,
      EVOLINE_PYTHON: python,
      WORKER_CACHE: join(addresses.home, 'worker-cache'),
    },
    becomeReady: (running) => running.saidReady,
    neverGiveUp: watch,
    readyDeadlineSeconds: 90,
    stopSignal: 'SIGTERM',
    stopGraceSeconds: 20, // lets a running update write its checkpoint
  };
}
