import { EvolineFailure } from '@evoline/contract/failures';
import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, it } from 'vitest';
import type { ActivityContext } from '../activity-context.ts';
import { temporalActivities } from './temporal-activity.ts';

interface OneActivity {
  work(request: string): Promise<string>;
}
const wrap = (work: (request: string, context: ActivityContext) => Promise<string>) =>
  temporalActivities<OneActivity>({ work }).work;

async function failureOf(raised: unknown): Promise<ApplicationFailure> {
  const work = wrap(() => Promise.reject(raised));
  const error: unknown = await new MockActivityEnvironment()
    .run(work, 'x')
    .catch((e: unknown) => e);
  if (error instanceof ApplicationFailure) return error;
  throw new Error('no application failure', { cause: error });
}

describe('an activity under Temporal', () => {
  it('gets its request, the details of the attempt before, and heartbeats that are passed on', async () => {
    const environment = new MockActivityEnvironment({ attempt: 2, heartbeatDetails: { done: 3 } });
    const beats: unknown[] = [];
    environment.on('heartbeat', (details) => beats.push(details));
    const work = wrap(async (request, { lastHeartbeat, attempt, heartbeat }) => {
      heartbeat({ done: 4 });
      return `${request} ${JSON.stringify(lastHeartbeat)} ${attempt}`;
    });
    expect(await environment.run(work, 'go')).toBe('go {"done":3} 2');
    expect(beats).toEqual([{ done: 4 }]);
  });

  it('fails by the code of the failure table, retryable or not, with details and without a stack', async () => {
    const died = await failureOf(
      new EvolineFailure('trainer_died', 'signal 9', { details: { progress: 2 } }),
    );
    expect(died).toMatchObject({ type: 'trainer_died', message: 'signal 9', nonRetryable: false });
    expect(died.details).toEqual([{ progress: 2 }]);
    expect(died.stack).toBe('');
    const memory = await failureOf(new EvolineFailure('trainer_out_of_memory', 'no memory'));
    expect(memory.nonRetryable).toBe(true);
  });

  it('is tried again when the server said, and no later than an hour on', async () => {
    const delayOf = async (retryAfterSeconds: unknown) =>
      (
        await failureOf(
          new EvolineFailure('github_unreachable', '503', { details: { retryAfterSeconds } }),
        )
      ).nextRetryDelay;
    expect(await delayOf(90)).toBe(90_000);
    expect(await delayOf(86_400)).toBe(3_600_000);
    expect(await delayOf(undefined)).toBeUndefined();
  });

  it('calls every other error internal and lets it be retried', async () => {
    const failure = await failureOf(new TypeError('x is undefined'));
    expect(failure).toMatchObject({ type: 'internal', nonRetryable: false });
    expect(failure.message).toBe('TypeError: x is undefined');
  });

  it('ends as cancelled when it was cancelled, whatever it raised then', async () => {
    const environment = new MockActivityEnvironment();
    const work = wrap(async (_, { signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      throw new EvolineFailure('engine_unreachable', 'cut off');
    });
    const running = environment.run(work, 'x');
    environment.cancel('CANCELLED');
    await expect(running).rejects.toBeInstanceOf(CancelledFailure);
  });
});
