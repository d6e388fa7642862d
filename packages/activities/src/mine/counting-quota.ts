import { QuotaTally } from '@evoline/clients/github/quota-tally';
import type { Database } from '@evoline/db/open-database';
import { addSpending } from '@evoline/db/queries/quota-spending';
import type { ActivityContext } from '../activity-context.ts';

/** An activity that asks GitHub. */
export interface MiningContext extends ActivityContext {
  /** Where the quota that it spends is added up; default: nowhere. */
  readonly tally?: QuotaTally | undefined;
}

/** Does the work of an activity, and adds what it took of GitHub's quota to its run, also when it fails. */
export async function countingQuota<T>(
  { database }: { readonly database: Database },
  { runId }: { readonly runId: string },
  context: ActivityContext,
  work: (context: MiningContext) => Promise<T>,
): Promise<T> {
  const tally = new QuotaTally();
  try {
    return await work({ ...context, tally });
  } finally {
    // A report that misses some requests is better than mining that fails for its sake.
    await addSpending(database, runId, tally.spent).catch(() => {});
  }
}
