import { EvolineFailure } from '@evoline/contract/failures';
import type { GoneRepository, SourceRepository } from '@evoline/contract/mine';
import { markGone } from '@evoline/db/queries/sources';
import type { MineDeps } from './mine-deps.ts';

/** Does some work on a repository; one that is not there any more is marked so, with the reason. */
export async function orGone<T>(
  { database }: Pick<MineDeps, 'database'>,
  { key }: Pick<SourceRepository, 'key'>,
  work: () => Promise<T>,
): Promise<T | GoneRepository> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EvolineFailure) || error.code !== 'source_gone') throw error;
    await markGone(database, key, error.message);
    return { kind: 'gone', reason: error.message };
  }
}
