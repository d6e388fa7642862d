import {
  messages,
  type ChildProgress,
  type ChildResumed,
  type RetryAcknowledgement,
  type RetryStage,
  type Stage,
  type WaitingFor,
} from '@evoline/contract/steering';
import {
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  setHandler,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { acknowledgementSeconds } from './bounds.ts';
import { notifyParent } from './notify-parent.ts';
import { refusal } from './refusal.ts';
import type { RunPage } from './run-page.ts';

export const childParked = defineSignal<[WaitingFor]>(messages.childParked);
export const childResumed = defineSignal<[ChildResumed]>(messages.childResumed);
export const childProgress = defineSignal<[ChildProgress]>(messages.childProgress);
export const retryAcknowledged = defineSignal<[RetryAcknowledgement]>(messages.retryAcknowledged);

/** Where a parent hears of its children: shows what waits in them and passes retries on. */
export class ChildDesk {
  readonly #page: RunPage;
  /** The engine that a person chose for a child; later work of the parent goes there too. */
  engine: string | null = null;
  readonly #answers = new Map<string, RetryAcknowledgement>();
  /** Child workflow id to the rows that show it. */
  readonly #rows = new Map<string, readonly Stage[]>();

  constructor(page: RunPage) {
    this.#page = page;
  }

  /** Takes the signals of children. */
  listen(): void {
    setHandler(childParked, (waiting) => this.#parked(waiting), { description: fromChild });
    setHandler(childResumed, (resumed) => this.#resumed(resumed), {
      description: fromChild,
    });
    setHandler(childProgress, (progress) => this.#progressed(progress), { description: fromChild });
    setHandler(retryAcknowledged, (answer) => void this.#answers.set(answer.requestId, answer), {
      description: fromChild,
    });
  }

  /** Shows a child in one row, or in those rows of its own page that are named. */
  follow(workflowId: string, ...rows: readonly Stage[]): void {
    this.#rows.set(workflowId, rows);
    this.#page.child(workflowId);
  }

  /** The child has ended: nothing in it waits any more. */
  unfollow(workflowId: string): void {
    this.#rows.delete(workflowId);
    if (this.#page.state.waiting?.workflowId.startsWith(workflowId)) this.#page.waiting(null);
  }

  /** Passes a retry on to the workflow that waits, and returns its words. */
  async forward(change: RetryStage): Promise<string> {
    const { waiting } = this.#page.state;
    if (waiting === null) throw refusal('update_refused', 'Nothing waits for a retry any more.');
    const requestId = uuid4();
    const replyTo = workflowInfo().workflowId;
    await getExternalWorkflowHandle(waiting.workflowId).signal(messages.forwardRetry, {
      requestId,
      replyTo,
      change,
    });
    await condition(() => this.#answers.has(requestId), acknowledgementSeconds * 1000, {
      summary: `${waiting.workflowId} acknowledges the retry`,
    });
    const answer = this.#answers.get(requestId);
    this.#answers.delete(requestId);
    if (answer === undefined) throw refusal('internal', silent(waiting.workflowId));
    if (!answer.accepted) throw refusal('update_refused', answer.message);
    return answer.message;
  }

  async #parked(waiting: WaitingFor): Promise<void> {
    this.#page.row(this.#rowOf(waiting), { state: 'waiting', detail: waiting.code });
    this.#page.waiting(waiting);
    await notifyParent(messages.childParked, waiting);
  }

  async #resumed(resumed: ChildResumed): Promise<void> {
    this.engine = resumed.change.engine ?? this.engine;
    const { waiting } = this.#page.state;
    if (waiting?.workflowId === resumed.workflowId) {
      this.#page.row(this.#rowOf(waiting), { state: 'running', detail: '' });
      this.#page.waiting(null);
    }
    await notifyParent(messages.childResumed, resumed);
  }

  #progressed({ workflowId, stages, metrics, curve }: ChildProgress): void {
    const rows = this.#rows.get(workflowId) ?? [];
    const [row] = rows;
    if (row === undefined) return;
    const progress = stages.at(-1)?.progress ?? '';
    if (rows.length === 1) this.#page.row(row, { progress });
    else
      for (const { stage, ...change } of stages)
        if (rows.includes(stage)) this.#page.row(stage, change);
    this.#page.metrics(metrics);
    if (curve.length > 0) this.#page.change({ curve });
  }

  /** A grandchild's id begins with its parent's; its stage may not be among the rows. */
  #rowOf({ workflowId, stage }: WaitingFor): Stage {
    const rows = [...this.#rows].find(([id]) => workflowId.startsWith(id))?.[1] ?? [];
    return rows.includes(stage) ? stage : (rows.at(-1) ?? stage);
  }
}

const fromChild = 'Sent by child workflows, not by people.';

function silent(workflowId: string): string {
  return `${workflowId} did not answer within ${acknowledgementSeconds} s; send retryStage on its own page.`;
}
