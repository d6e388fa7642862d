import { setTimeout as sleep } from 'node:timers/promises';
import { EvolineFailure } from '@evoline/contract/failures';
import { messages, RunState } from '@evoline/contract/steering';
import { QueryNotRegisteredError, type WorkflowHandle } from '@temporalio/client';
import type { Steering } from './connect.ts';
import { failureMessage } from './failure-message.ts';
import { withinDeadline } from './within-deadline.ts';

/** What a watcher sees: the state while the run goes on, then how it ended. */
export type Watched =
  | { readonly kind: 'state'; readonly state: RunState }
  | { readonly kind: 'completed'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly status: string; readonly message: string };

export interface WatchOptions {
  readonly everySeconds?: number;
  /** Gives up when no worker has answered for so long. */
  readonly silenceSeconds?: number;
}

const querySeconds = 10;

/**
 * Follows a run to its end, over continue-as-new. Yields a state whenever it differs from the last.
 *
 * @throws EvolineFailure `not_found` for an unknown id, `input_invalid` after too long a silence.
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
    const { status } = await withinDeadline(steering, querySeconds, `describe ${workflowId}`, () =>
      handle.describe(),
    );
    const state = await queryState(steering, handle);
    if (state !== null) heardAt = Date.now();
    const text = JSON.stringify(state);
    if (state !== null && text !== last) yield { kind: 'state', state };
    last = text;
    if (status.name !== 'RUNNING' && status.name !== 'CONTINUED_AS_NEW') {
      yield await ending(handle, status.name);
      return;
    }
    if (Date.now() - heardAt > silenceSeconds * 1000) throw silence(workflowId, silenceSeconds);
    await sleep(everySeconds * 1000);
  }
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
    return { kind: 'failed', status, message: failureMessage(error) };
  }
}

function silence(workflowId: string, seconds: number): EvolineFailure {
  return new EvolineFailure(
    'input_invalid',
    `Workflow ${workflowId} has not answered for ${seconds} s. Is a worker of queue pipeline running? (npx evoline status)`,
  );
}
