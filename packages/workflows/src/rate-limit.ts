import { sleep } from '@temporalio/workflow';
import { rateLimitPatienceHours } from './bounds.ts';
import { refusal } from './refusal.ts';
import type { RunPage } from './run-page.ts';

interface Wait {
  readonly kind: 'wait';
  readonly waitUntil: string;
}

interface Answer {
  readonly kind: 'page' | 'gone';
}

/**
 * Asks until the answer is no request to wait, and sleeps in the workflow in between: a rate limit
 * uses up no retry. Without an answer for too long the run fails.
 *
 * @param ask is given the wait before, so that it can go on from its cursor
 */
export async function waitingOut<A extends Answer, W extends Wait>(
  page: RunPage,
  ask: (before: W | null) => Promise<A | W>,
): Promise<A> {
  const deadline = Date.now() + rateLimitPatienceHours * 3_600_000;
  let before: W | null = null;
  for (;;) {
    const answer: A | W = await ask(before);
    if (answer.kind !== 'wait') return answer;
    if (Date.now() >= deadline)
      throw refusal(
        'github_limited',
        `GitHub's rate limit let nothing through for ${rateLimitPatienceHours} hours`,
      );
    await sleepUntil(page, answer.waitUntil);
    before = answer;
  }
}

async function sleepUntil(page: RunPage, time: string): Promise<void> {
  const summary = `rate limit, waits until ${time}`;
  page.now(`GitHub's rate limit is used up; it goes on at ${time}.`);
  await sleep(Math.max(Date.parse(time) - Date.now() || 0, 1000), { summary });
  page.now('');
}
