import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { chainTable } from './policy-chain.ts';
import type { ChainSegment } from './policy-chain.ts';

/** What a policy version owes to one pull request. */
export interface PullRequestUse {
  readonly repository: string;
  readonly number: number;
  /** Address; null for pull requests known from history alone. */
  readonly url: string | null;
  readonly title: string;
  readonly itemDigest: string;
  /** Rewarded samples in batches. */
  readonly samples: number;
  /** Demonstrations in the warm start. */
  readonly demonstrations: number;
  readonly firstStep: number;
  readonly lastStep: number;
}

/** Every pull request behind a chain, by repository and number, through the roll-ups. */
export async function pullRequestsBehind(
  database: Database,
  chain: readonly ChainSegment[],
): Promise<PullRequestUse[]> {
  const result = await database.query((db) =>
    db.execute<Row>(sql`
      select item.repository, item.number, item.url, item.title, item.digest,
             used.samples, used.demonstrations, used.first_step, used.last_step
      from (
        select item_digest,
               coalesce(sum(samples) filter (where step > 0), 0)::int as samples,
               coalesce(sum(samples) filter (where step = 0), 0)::int as demonstrations,
               min(step) as first_step, max(step) as last_step
        from step_item join ${chainTable(chain)} using (run_id)
        where step <= up_to_step
        group by item_digest) used
      join pull_request_item item on item.digest = used.item_digest
      order by item.repository, item.number`),
  );
  return result.rows.map(({ digest, first_step: firstStep, last_step: lastStep, ...row }) => ({
    ...row,
    itemDigest: digest,
    firstStep,
    lastStep,
  }));
}

type Row = Record<string, unknown> &
  Omit<PullRequestUse, 'itemDigest' | 'firstStep' | 'lastStep'> & {
    digest: string;
    first_step: number;
    last_step: number;
  };
