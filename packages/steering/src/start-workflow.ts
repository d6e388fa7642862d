import { EvolineFailure } from '@evoline/contract/failures';
import type { InputOf } from '@evoline/contract/examples';
import { queues } from '@evoline/contract/queues';
import type { WorkflowType } from '@evoline/contract/run';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Steering } from './connect.ts';
import { withinDeadline } from './within-deadline.ts';

export interface StartedRun {
  readonly workflowId: string;
  readonly runId: string;
}

export interface StartOptions {
  /** Default: the type and the present time. */
  readonly workflowId?: string;
  /** One line for lists; the type when left out. */
  readonly summary?: string;
}

const startSeconds = 20;

/**
 * Starts a workflow on queue `pipeline`.
 *
 * @throws EvolineFailure `conflict` when a workflow of that id is running.
 */
export async function startWorkflow<W extends WorkflowType>(
  steering: Steering,
  type: W,
  input: InputOf<W>,
  options: StartOptions = {},
): Promise<StartedRun> {
  const workflowId = options.workflowId ?? defaultId(type);
  try {
    const handle = await withinDeadline(steering, startSeconds, `Starting ${workflowId}`, () =>
      steering.client.workflow.start(type, {
        workflowId,
        taskQueue: queues.pipeline,
        args: [input],
        staticSummary: options.summary ?? type,
      }),
    );
    return { workflowId, runId: handle.firstExecutionRunId };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new EvolineFailure(
      'conflict',
      `Workflow ${workflowId} is running already; watch it with: npx evoline watch ${workflowId}`,
      { cause: error },
    );
  }
}

function defaultId(type: WorkflowType): string {
  return `${type}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
}
