import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { searchAttributes } from '@evoline/contract/search-attributes';
import { queues } from '@evoline/contract/queues';
import type { InputOf } from '@evoline/contract/examples';
import type { WorkflowResult } from '@evoline/contract/results';
import type { WorkflowType } from '@evoline/contract/run';
import type { RunState } from '@evoline/contract/steering';
import { workflowBundle } from '@evoline/worker/workflow-bundle';
import type { WorkflowHandle } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import type { FakeWorld } from './fake-world.ts';

export const repositoryRoot = join(import.meta.dirname, '../..');
const generated = join(repositoryRoot, '.evoline');

export interface WorkflowBench {
  readonly environment: TestWorkflowEnvironment;
  start<W extends WorkflowType>(
    workflow: W,
    workflowId: string,
    input?: InputOf<W> | null,
  ): Promise<WorkflowHandle<(raw?: unknown) => Promise<WorkflowResult<W>>>>;
  state(workflowId: string): Promise<RunState>;
  /** Polls the query until the state is as wanted, for a minute at most. */
  until(workflowId: string, wanted: (state: RunState) => boolean): Promise<RunState>;
  /** The Markdown page of the run. */
  page(workflowId: string): Promise<string>;
  attributes(workflowId: string): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

/**
 * A Temporal development server in memory, the real workflows, and one worker per queue whose
 * activities are the fake world's.
 *
 * @param serverArguments for example `--dynamic-config-value` pairs
 * @param unserved queues for which the test brings its own workers
 */
export async function openWorkflowBench(
  world: FakeWorld,
  serverArguments: readonly string[] = [],
  unserved: readonly string[] = [],
): Promise<WorkflowBench> {
  quietRuntime();
  const codePath = await workflowBundle(join(generated, 'bundles'));
  const environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: temporalProgram() },
      extraArgs: [...searchAttributeArguments(), ...unthrottled, ...serverArguments],
    },
  });
  const { nativeConnection: connection } = environment;
  const tuning = { maxHeartbeatThrottleInterval: '100ms', shutdownGraceTime: '1s' } as const;
  const served = Object.entries(world.queues()).filter(([queue]) => !unserved.includes(queue));
  const workers = await Promise.all(
    served.map(([taskQueue, activities]) =>
      Worker.create({
        connection,
        taskQueue,
        activities,
        ...tuning,
        ...(taskQueue === queues.pipeline && { workflowBundle: { codePath } }),
      }),
    ),
  );
  const running = workers.map((worker) => worker.run());
  return {
    environment,
    start: (workflow, workflowId, input) =>
      environment.client.workflow.start(workflow, {
        taskQueue: queues.pipeline,
        workflowId,
        args: input === undefined ? [] : [input],
      }),
    ...reading(environment),
    async close() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
      await environment.teardown();
    },
  };
}

function reading(
  environment: TestWorkflowEnvironment,
): Pick<WorkflowBench, 'state' | 'until' | 'page' | 'attributes'> {
  const handle = (workflowId: string) => environment.client.workflow.getHandle(workflowId);
  const state = (workflowId: string) => handle(workflowId).query<RunState>('state');
  return {
    state,
    async until(workflowId, wanted) {
      for (let left = 600; left > 0; left -= 1) {
        const now = await state(workflowId).catch(() => null);
        if (now !== null && wanted(now)) return now;
        await pause(100);
      }
      throw new Error(`${workflowId} did not come to the wanted state`);
    },
    async page(workflowId) {
      const metadata = await handle(workflowId).query<{ currentDetails?: string }>(
        '__temporal_workflow_metadata',
      );
      return metadata.currentDetails ?? '';
    },
    async attributes(workflowId) {
      const { typedSearchAttributes } = await handle(workflowId).describe();
      return Object.fromEntries(
        typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]),
      );
    },
  };
}

/** The server looks for new tasks 20 times a second at most, unless told otherwise. */
const unthrottled = ['transfer', 'timer'].flatMap((queue) => [
  '--dynamic-config-value',
  `history.${queue}ProcessorMaxPollRPS=1000`,
]);

function searchAttributeArguments(): string[] {
  return Object.values(searchAttributes).flatMap((name) => [
    '--search-attribute',
    `${name}=Keyword`,
  ]);
}

function temporalProgram(): string {
  return process.env['EVOLINE_TEMPORAL'] ?? join(generated, 'tools/bin/temporal');
}

let quiet = false;
function quietRuntime(): void {
  if (!quiet) Runtime.install({ logger: new DefaultLogger('ERROR') });
  quiet = true;
}
