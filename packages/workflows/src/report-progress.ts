import { messages } from '@evoline/contract/steering';
import { workflowInfo } from '@temporalio/workflow';
import { notifyParent } from './notify-parent.ts';
import type { RunPage } from './run-page.ts';

/**
 * Shows a parent that follows this run what its page shows. Each report is an event in both
 * histories: be sparing.
 */
export async function reportProgress({ state }: RunPage): Promise<void> {
  const { workflowId, memo } = workflowInfo();
  if (memo?.['followed'] !== true) return;
  const { stages, metrics, curve } = state;
  await notifyParent(messages.childProgress, { workflowId, stages, metrics, curve });
}

/** Reports at once, then ever more rarely, down to once a minute. */
export class SparingReports {
  readonly #page: RunPage;
  #pauseMs = 1000;
  #next = 0;

  constructor(page: RunPage) {
    this.#page = page;
  }

  async report(): Promise<void> {
    if (Date.now() < this.#next) return;
    this.#next = Date.now() + this.#pauseMs;
    this.#pauseMs = Math.min(this.#pauseMs * 2, 60_000);
    await reportProgress(this.#page);
  }
}
