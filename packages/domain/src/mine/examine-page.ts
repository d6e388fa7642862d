import type { FilterConfig } from '@evoline/contract/mine';
import { examineAll } from './examine-all.ts';
import type { Verdict } from './examine-pull-request.ts';
import type { HistoryCache } from './history-cache.ts';
import type { Candidates, FoundRepository, MirrorAccess } from './mining-ports.ts';

/** Examines a page of pull requests on the mirror of their repository, which must hold their commits. */
export async function* examinePage(
  { mirrors, histories }: { readonly mirrors: MirrorAccess; readonly histories: HistoryCache },
  { key, name }: Pick<FoundRepository, 'key' | 'name'>,
  candidates: Candidates,
  filters: FilterConfig,
): AsyncGenerator<Verdict> {
  const mirror = mirrors.open(key);
  try {
    const { graph, pullHeads } = await histories.load(mirror, key);
    const numbers = new Set(candidates.map((candidate) => candidate.number));
    yield* examineAll(candidates, {
      repository: name,
      graph,
      git: mirror,
      filters,
      isPullRequest: (number) => numbers.has(number) || pullHeads.has(number),
    });
  } finally {
    mirror.close();
  }
}
