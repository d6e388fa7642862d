import type { RetryStage, Stage, WaitingFor } from '@evoline/contract/steering';
import { messages } from '@evoline/contract/steering';
import { ActivityFailure, condition, isCancellation, workflowInfo } from '@temporalio/workflow';
import { failureReason, type FailureReason } from './failure-reason.ts';
import { notifyParent } from './notify-parent.ts';
import { refusal } from './refusal.ts';
import type { RunPage } from './run-page.ts';
import { stageOfActivity } from './stage-of-activity.ts';
import type { StageLog } from './stage-log.ts';

/** Failures that the same attempt could never cure, whatever a person changes. */
const hopeless: readonly string[] = ['input_invalid', 'nothing_to_work_on', 'conflict'];

/** What the workflow does around a wait. */
export interface ParkingHooks {
  readonly homeStage: Stage;
  readonly deadlineHours: number;
  /** Gives back what others could use meanwhile. Must not fail. */
  readonly release: () => Promise<void>;
  /** Takes it again and notes what the person changed, before the next attempt. */
  readonly resume: (stage: Stage, change: RetryStage) => Promise<void>;
}

/**
 * Runs work whose exhausted failures wait for a person. The wait needs no database, has an absolute
 * deadline, and is told to the parent. The work is run again from the start: it must be idempotent.
 */
export class Parking {
  readonly #page: RunPage;
  readonly #log: StageLog;
  #hooks: ParkingHooks | null = null;
  #waiting: WaitingFor | null = null;
  #retry: RetryStage | null = null;

  constructor(page: RunPage, log: StageLog) {
    this.#page = page;
    this.#log = log;
  }

  prepare(hooks: ParkingHooks): void {
    this.#hooks = hooks;
  }

  get waits(): boolean {
    return this.#waiting !== null;
  }

  /** Takes a retry that `refusalOfRetry` let pass; the second of two finds nothing waiting. */
  accept(change: RetryStage): string {
    const waiting = this.#waiting;
    if (waiting === null) throw refusal('update_refused', 'Nothing waits for a retry any more.');
    this.#waiting = null;
    this.#retry = change;
    this.#page.waiting(null);
    return `stage ${waiting.stage} is tried again, attempt ${waiting.attempt + 1}`;
  }

  async attempt<T>(run: () => Promise<T>): Promise<T> {
    let progress = 0;
    for (;;) {
      try {
        return await run();
      } catch (error) {
        const reason = this.#parkable(error);
        if (reason.progress > progress) progress = reason.progress;
        else await this.#park(reason);
      }
    }
  }

  #parkable(error: unknown): FailureReason {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    const reason = failureReason(error);
    if (this.#hooks === null || hopeless.includes(reason.code)) throw error;
    return reason;
  }

  async #park(reason: FailureReason): Promise<void> {
    const hooks = this.#hooks;
    if (hooks === null) return;
    const waiting = this.#waitingFor(reason, hooks);
    this.#retry = null;
    this.#waiting = waiting;
    this.#show(waiting);
    const told = Promise.allSettled([
      notifyParent(messages.childParked, waiting),
      hooks.release(),
      this.#log.record(waiting.stage, 'waiting', waiting),
    ]);
    await condition(() => this.#retry !== null, Date.parse(waiting.deadline) - Date.now(), {
      summary: `waits for retryStage of ${waiting.stage}`,
    });
    await told;
    this.#waiting = null;
    await this.#resume(waiting, hooks);
  }

  async #resume(waiting: WaitingFor, hooks: ParkingHooks): Promise<void> {
    const { stage } = waiting;
    const change: RetryStage | null = this.#retry;
    if (change === null) {
      const wait = `${hooks.deadlineHours} hours`;
      throw refusal(
        waiting.code,
        `Stage ${stage} waited ${wait} for retryStage and nobody came. ${waiting.reason} ${waiting.cure}`,
      );
    }
    this.#page.row(stage, { state: 'running', detail: `attempt ${waiting.attempt + 1}` });
    this.#page.attributes({ Stage: hooks.homeStage });
    const { workflowId } = waiting;
    await notifyParent(messages.childResumed, { workflowId, stage, change });
    await hooks.resume(stage, change);
    await this.#log.retried(stage);
  }

  #waitingFor(reason: FailureReason, hooks: ParkingHooks): WaitingFor {
    const stage = stageOfActivity[reason.activity ?? ''] ?? hooks.homeStage;
    const now = Date.now();
    return {
      workflowId: workflowInfo().workflowId,
      stage,
      code: reason.code,
      reason: reason.message,
      cure: reason.cure,
      attempt: this.#log.attemptOf(stage),
      since: new Date(now).toISOString(),
      deadline: new Date(now + hooks.deadlineHours * 3_600_000).toISOString(),
    };
  }

  #show(waiting: WaitingFor): void {
    this.#page.row(waiting.stage, { state: 'waiting', detail: waiting.code });
    this.#page.attributes({ Stage: waiting.stage });
    this.#page.waiting(waiting);
  }
}
