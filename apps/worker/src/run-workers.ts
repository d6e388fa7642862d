import { join } from 'node:path';
import { createActivities } from '@evoline/activities/temporal/create-activities';
import { EvolineFailure } from '@evoline/contract/failures';
import { queues, type Role } from '@evoline/contract/queues';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { WorkerEnvironment } from './env.ts';
import { queuesOf, slots } from './role-queues.ts';
import { type Wiring, wire } from './wiring.ts';
import { workflowBundle } from './workflow-bundle.ts';

export interface Ready {
  readonly roles: readonly Role[];
  readonly queues: readonly string[];
}

interface Running {
  /** Ends the workers when aborted: no new work is taken, running work gets the grace time. */
  readonly signal: AbortSignal;
  readonly onReady: (ready: Ready) => void;
}

/** Running attempts are told of a shutdown at once and cut off after this. */
const shutdownGrace = '3 seconds';
const shutdownForce = '18 seconds';

/** Runs one Temporal worker for each queue of this process's roles, until told to stop. */
export async function runWorkers(
  environment: WorkerEnvironment,
  { signal, onReady }: Running,
): Promise<void> {
  const wiring = await wire(environment);
  const connection = await connectToTemporal(environment.temporalAddress).catch(async (error) => {
    await wiring.close();
    throw error;
  });
  try {
    const workers = await createWorkers(environment, wiring, connection);
    const stop = (): void => workers.forEach((worker) => shutDown(worker));
    const running = Promise.all(workers.map((worker) => worker.run()));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    onReady({
      roles: environment.roles,
      queues: workers.map(({ options }) => options.taskQueue),
    });
    // When one worker dies, the process ends with its error and is started again as a whole.
    await running.finally(stop);
  } finally {
    await connection.close();
    await wiring.close();
  }
}

async function connectToTemporal(address: string): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect({ address });
  } catch (cause) {
    throw new EvolineFailure('temporal_unreachable', `No Temporal server answers at ${address}.`, {
      cause,
    });
  }
}

function shutDown(worker: Worker): void {
  if (worker.getState() === 'RUNNING') worker.shutdown();
}

async function createWorkers(
  environment: WorkerEnvironment,
  wiring: Wiring,
  connection: NativeConnection,
): Promise<readonly Worker[]> {
  const { roles, temporalNamespace: namespace, cacheFolder } = environment;
  const codePath = roles.includes('pipeline')
    ? await workflowBundle(join(cacheFolder, 'bundles'))
    : null;
  const wanted = roles.flatMap((role) => {
    const activities = activitiesOf(role, wiring);
    return queuesOf(role, environment).map((taskQueue) => ({ role, taskQueue, activities }));
  });
  return Promise.all(
    wanted.map(({ role, taskQueue, activities }) =>
      Worker.create({
        connection,
        namespace,
        taskQueue,
        activities,
        maxConcurrentActivityTaskExecutions: slots[role],
        maxConcurrentActivityTaskPolls: Math.min(slots[role], 4),
        maxCachedWorkflows: 200,
        maxHeartbeatThrottleInterval: '1 second',
        shutdownGraceTime: shutdownGrace,
        shutdownForceTime: shutdownForce,
        ...(taskQueue === queues.pipeline && codePath !== null && { workflowBundle: { codePath } }),
      }),
    ),
  );
}

function activitiesOf<R extends Role>(role: R, wiring: Wiring): object {
  return createActivities[role](wiring.depsOf(role));
}
