import {
  AbortRun,
  messages,
  type ForwardedRetry,
  type RetryAcknowledgement,
  type RetryStage,
} from '@evoline/contract/steering';
import {
  CancellationScope,
  CancelledFailure,
  defineSignal,
  defineUpdate,
  getExternalWorkflowHandle,
  setHandler,
} from '@temporalio/workflow';
import { refusalOfRetry } from './check-retry.ts';
import type { ChildDesk } from './child-desk.ts';
import { failureReason } from './failure-reason.ts';
import type { Parking } from './parking.ts';
import { refusal } from './refusal.ts';
import type { RunPage } from './run-page.ts';

export const retryStageUpdate = defineUpdate<string, [RetryStage?]>(messages.retryStage);
export const abortRunUpdate = defineUpdate<string, [AbortRun?]>(messages.abortRun);
export const forwardRetrySignal = defineSignal<[ForwardedRetry]>(messages.forwardRetry);

/** The update `abortRun`: cancels the scope in which a workflow does its work. */
export class AbortHandler {
  readonly scope = new CancellationScope();
  #reason: string | null = null;

  readonly #page: RunPage;

  constructor(page: RunPage) {
    this.#page = page;
  }

  listen(): void {
    setHandler(
      abortRunUpdate,
      (request?: AbortRun) => {
        this.#reason = request?.reason ?? 'no reason was given';
        this.#page.now(`It is being aborted: ${this.#reason}.`);
        this.scope.cancel();
        return 'the run is being aborted';
      },
      {
        description:
          'Ends this run and its children; what is finished is kept. Example: {"reason":"wrong dataset"}',
        validator: (request?: AbortRun) => refuse(this.#refusal(request)),
      },
    );
  }

  /** null as long as nobody aborted the run. */
  get reason(): string | null {
    return this.#reason;
  }

  /** Ends the run from within, as if the update had come. */
  abort(reason: string): never {
    this.#reason ??= reason;
    throw new CancelledFailure(reason);
  }

  #refusal(request: unknown): string | null {
    if (this.#reason !== null) return 'The run is being aborted already.';
    if (AbortRun.safeParse(request ?? {}).success) return null;
    return 'abortRun takes at most a reason. Example: {"reason":"wrong dataset"}';
  }
}

/** The update `retryStage`, and the signal by which a parent passes one on. */
export function takeRetries(page: RunPage, parking: Parking, desk: ChildDesk): void {
  desk.listen();
  const apply = (change: RetryStage): string | Promise<string> =>
    parking.waits ? parking.accept(change) : desk.forward(change);
  setHandler(retryStageUpdate, async (change?: RetryStage) => apply(change ?? {}), {
    description:
      'Tries the stage again that waits. Empty is fine. Examples: {"stage":"train","microBatch":2} or {"stage":"rollout","engine":"default","queue":"gpu-rollout.default"}',
    validator: (change?: RetryStage) => refuse(refusalOfRetry(change, page.state)),
  });
  setHandler(forwardRetrySignal, (request: ForwardedRetry) => answer(page, parking, request), {
    description: 'Sent by the parent workflow, not by people.',
  });
}

async function answer(page: RunPage, parking: Parking, request: ForwardedRetry): Promise<void> {
  const { requestId, replyTo, change } = request;
  let acknowledgement: RetryAcknowledgement;
  try {
    refuse(refusalOfRetry(change, page.state));
    acknowledgement = { requestId, accepted: true, message: parking.accept(change) };
  } catch (error) {
    acknowledgement = { requestId, accepted: false, message: failureReason(error).message };
  }
  await getExternalWorkflowHandle(replyTo).signal(messages.retryAcknowledged, acknowledgement);
}

function refuse(sentence: string | null): void {
  if (sentence !== null) throw refusal('update_refused', sentence);
}
