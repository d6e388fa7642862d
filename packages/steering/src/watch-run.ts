import { setTimeout as sleep } from 'node:timers/promises';
import { EvolineFailure, type FailureCode } from '@evoline/contract/failures';
import { messages, RunState } from '@evoline/contract/steering';
import { QueryNotRegisteredError, type WorkflowHandle } from '@temporalio/client';
import type { Steering } from './connect.ts';
import { failureCode, failureMessage } from './failure-message.ts';
import { withinDeadline } from './within-deadline.ts';

/** What a watcher sees: the state while the run goes on, then how it ended. */
export type Watched =
  | {
      readonly kind: 'state';
      readonly state: RunState;
      /** The run's children that are at work, and theirs: nearest to the work last. */
      readonly children: readonly RunState[];
    }
  | { readonly kind: 'completed'; readonly result: unknown }
  | {
      readonly kind: 'failed';
      readonly status: string;
      readonly code: FailureCode | null;
      readonly message: string;
    };

export interface WatchOptions {
  readonly everySeconds?: number;
  /** Gives up when no worker has answered for so long. */
  readonly silenceSeconds?: number;
}

const querySeconds = 10;

/**
 * Follows a run to its end, over continue-as-new. Yields a state whenever it differs from the last.
 *
 * @throws EvolineFailure `not_found` for an unknown id, `temporal_unreachable` after too long a silence.
 */
export async function* watchRun(
  steering: Steering,
  workflowId: string,
  options: WatchOptions = {},
): AsyncGenerator<Watched> {
  const { everySeconds = 1, silenceSeconds = 120 } = options;
  const handle = steering.client.workflow.getHandle(workflowId);
  let last = '';
  let heardAt = Date.now();
  for (;;) {
    const { status, raw } = await withinDeadline(
      steering,
      querySeconds,
      `describe ${workflowId}`,
      () => handle.describe(),
    );
    const state = await queryState(steering, handle);
    const children = await statesOfChildren(steering, raw.pendingChildren);
    if (state !== null) heardAt = Date.now();
    const text = JSON.stringify([state, children]);
    if (state !== null && text !== last) yield { kind: 'state', state, children };
    last = text;
    if (status.name !== 'RUNNING' && status.name !== 'CONTINUED_AS_NEW') {
      yield await ending(handle, status.name);
      return;
    }
    if (Date.now() - heardAt > silenceSeconds * 1000) throw silence(workflowId, silenceSeconds);
    await sleep(everySeconds * 1000);
  }
}

/** What the server says of a child that has not ended. */
type PendingChildren = Awaited<ReturnType<WorkflowHandle['describe']>>['raw']['pendingChildren'];

const shownChildren = 8;

async function statesOfChildren(
  steering: Steering,
  pending: PendingChildren,
): Promise<readonly RunState[]> {
  const states: RunState[] = [];
  for (const { workflowId } of (pending ?? []).slice(0, shownChildren)) {
    if (!workflowId) continue;
    const handle = steering.client.workflow.getHandle(workflowId);
    const state = await queryState(steering, handle);
    if (state !== null) states.push(state);
    const described = await handle.describe().catch(() => null);
    states.push(...(await statesOfChildren(steering, described?.raw.pendingChildren)));
  }
  return states;
}

/** null while no worker answers, or before the first task of the run. */
async function queryState(steering: Steering, handle: WorkflowHandle): Promise<RunState | null> {
  try {
    const answer = await steering.client.withDeadline(Date.now() + querySeconds * 1000, () =>
      handle.query(messages.state),
    );
    return RunState.parse(answer);
  } catch (error) {
    if (error instanceof QueryNotRegisteredError) return null;
    if (error instanceof Error && error.name === 'ZodError') throw error;
    return null;
  }
}

async function ending(handle: WorkflowHandle, status: string): Promise<Watched> {
  try {
    return { kind: 'completed', result: await handle.result() };
  } catch (error) {
    return { kind: 'failed', status, code: failureCode(error), message: failureMessage(error) };
  }
}

function silence(workflowId: string, seconds: number): EvolineFailure {
  return new EvolineFailure(
    'temporal_unreachable',
    `Workflow ${workflowId} has not answered for ${seconds} s; is a worker of queue pipeline running?`,
  );
}
