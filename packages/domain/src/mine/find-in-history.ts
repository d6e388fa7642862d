import { EvolineFailure } from '@evoline/contract/failures';
import { findPullRequests } from './history-pull-requests.ts';
import type { LoadedHistory } from './load-history.ts';
import type { Candidates } from './mining-ports.ts';

/**
 * The newest pull requests that a history shows, at most `limit`.
 *
 * @throws EvolineFailure nothing_to_work_on when it shows none
 */
export function findInHistory(
  { graph, head, pullHeads }: LoadedHistory,
  name: string,
  limit: number | null,
): Candidates {
  const all = head === null ? [] : findPullRequests({ graph, head: head.id, pullHeads });
  if (all.length > 0) return all.slice(0, limit ?? all.length);
  const looked = 'no "Merge pull request #n from …" and no title that ends in "(#n)"';
  throw new EvolineFailure(
    'nothing_to_work_on',
    `source: ${name} shows no pull requests: among its ${graph.size} commits there is ${looked}`,
  );
}
