import { RateLimited } from '@evoline/clients/github/github-client';

/** GitHub asked to wait: an answer for the workflow, which sleeps; not a failure, and no attempt is used up. */
export interface WaitAnswer {
  readonly kind: 'wait';
  readonly waitUntil: string;
}

/** Does some work that GitHub may ask to wait for. Other errors pass. */
export async function orWait<T>(work: () => Promise<T>): Promise<T | WaitAnswer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RateLimited)) throw error;
    return { kind: 'wait', waitUntil: error.waitUntil };
  }
}
