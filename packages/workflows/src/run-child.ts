import type { InputOf } from '@evoline/contract/examples';
import type { WorkflowResult } from '@evoline/contract/results';
import type { WorkflowType } from '@evoline/contract/run';
import type { Stage } from '@evoline/contract/steering';
import { startChild, workflowInfo } from '@temporalio/workflow';
import type { ActiveRun } from './conduct.ts';
import { childCancellationType } from './proxies.ts';
import { keywordPairs, type RunAttributes } from './run-attributes.ts';

interface Child<W extends WorkflowType> {
  readonly workflow: W;
  readonly input: InputOf<W>;
  /** The child's id is `<parent>/<name>`. */
  readonly name: string;
  readonly summary: string;
  /** The rows of the parent's page that show the child; none: the child reports nothing. */
  readonly rows: readonly Stage[];
  readonly attributes?: RunAttributes;
  /** So long after its start the server ends it, whatever it does. */
  readonly timeoutMs?: number;
}

/** Starts a child under the parent's id and follows it to its result. */
export async function runChild<W extends WorkflowType>(
  run: Pick<ActiveRun<WorkflowType>, 'runId' | 'runName' | 'desk'>,
  workflow: (raw?: unknown) => Promise<WorkflowResult<W>>,
  { name, input, summary, rows, attributes, timeoutMs }: Child<W>,
): Promise<WorkflowResult<W>> {
  const { workflowId } = workflowInfo();
  const childId = `${workflowId}/${name}`;
  run.desk.follow(childId, ...rows);
  try {
    const child = await startChild(workflow, {
      workflowId: childId,
      args: [input],
      staticSummary: summary,
      memo: { parentRunId: run.runId, followed: rows.length > 0 },
      typedSearchAttributes: keywordPairs({
        RunName: run.runName,
        StageState: 'running',
        ...attributes,
      }),
      cancellationType: childCancellationType,
      ...(timeoutMs !== undefined && { workflowExecutionTimeout: timeoutMs }),
    });
    return await child.result();
  } finally {
    run.desk.unfollow(childId);
  }
}
