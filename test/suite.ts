import { join } from 'node:path';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import type { InputOf } from '@evoline/contract/examples';
import type { WorkflowResult } from '@evoline/contract/results';
import type { WorkflowType } from '@evoline/contract/run';
import { messages, type RunState } from '@evoline/contract/steering';
import type { StackAddresses } from '@evoline/infra/stack-options';
import { connect, type Steering } from '@evoline/steering/connect';
import { startWorkflow } from '@evoline/steering/start-workflow';
import pg from 'pg';
import { inject, vi } from 'vitest';

/** What the tests of one file hold of their suite's running stack. */
export interface Suite {
  readonly addresses: StackAddresses;
  readonly steering: Steering;
  readonly store: ArtifactStore;
  /** One statement of plain SQL, past the ledger's own queries. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Starts a run, or joins the one of this id, and returns how it ended. */
  finished<W extends WorkflowType>(
    workflow: W,
    workflowId: string,
    input: InputOf<W>,
  ): Promise<WorkflowResult<W>>;
  state(workflowId: string): Promise<RunState>;
  /** Waits until the state of a run is as wanted. */
  until(
    workflowId: string,
    wanted: (state: RunState) => boolean,
    deadlineSeconds?: number,
  ): Promise<RunState>;
  close(): Promise<void>;
}

/** Connects to the stack that the suite's `global-setup.ts` has started. */
export async function openSuite(): Promise<Suite> {
  const addresses = inject('stack');
  const { temporalAddress: address, temporalNamespace: namespace } = addresses;
  const steering = await connect({ address, namespace });
  const pool = new pg.Pool({ connectionString: addresses.databaseUrl, max: 2 });
  pool.on('error', () => {}); // some tests kill PostgreSQL
  const cache = join(addresses.home, 'test-cache');
  const state = (workflowId: string): Promise<RunState> =>
    steering.client.workflow.getHandle(workflowId).query<RunState>(messages.state);
  return {
    addresses,
    steering,
    store: openArtifactStore(addresses.artifactStore, { cache }),
    sql: async (text, values = []) => (await pool.query(text, [...values])).rows,
    finished: (workflow, workflowId, input) => finished(steering, workflow, workflowId, input),
    state,
    until: (workflowId, wanted, deadlineSeconds = 120) =>
      vi.waitFor(
        async () => {
          const seen = await state(workflowId);
          if (wanted(seen)) return seen;
          throw new Error(`${workflowId} is not as wanted: ${JSON.stringify(seen)}`);
        },
        { timeout: deadlineSeconds * 1000, interval: 200 },
      ),
    async close() {
      await Promise.all([steering.close(), pool.end()]);
    },
  };
}

async function finished<W extends WorkflowType>(
  steering: Steering,
  workflow: W,
  workflowId: string,
  input: InputOf<W>,
): Promise<WorkflowResult<W>> {
  const handle = steering.client.workflow.getHandle(workflowId);
  const isThere = await handle.describe().then(
    () => true,
    () => false,
  );
  if (!isThere) await startWorkflow(steering, workflow, input, { workflowId });
  return (await handle.result()) as WorkflowResult<W>;
}
