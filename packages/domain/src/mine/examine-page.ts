import type { FilterConfig } from '@evoline/contract/mining-filters';
import { examineAll } from './examine-all.ts';
import type { BenchmarkIndex } from './decontamination/benchmark-index.ts';
import type { Verdict } from './examination.ts';
import type { HistoryCache } from './history-cache.ts';
import type { Candidates, FoundRepository, MirrorAccess } from './mining-ports.ts';

/** What pull requests are measured by. */
export interface PageRules {
  readonly filters: FilterConfig;
  /** null where the run names no benchmark files. */
  readonly benchmarks: BenchmarkIndex | null;
}

/** Examines a page of pull requests on the mirror of their repository, which must hold their commits. */
export async function* examinePage(
  { mirrors, histories }: { readonly mirrors: MirrorAccess; readonly histories: HistoryCache },
  { key, name, forkOf }: Pick<FoundRepository, 'key' | 'name' | 'forkOf'>,
  candidates: Candidates,
  { filters, benchmarks }: PageRules,
): AsyncGenerator<Verdict> {
  const mirror = mirrors.open(key);
  try {
    const { graph, pullHeads } = await histories.load(mirror, key);
    const numbers = new Set(candidates.map((candidate) => candidate.number));
    yield* examineAll(candidates, {
      repository: name,
      forkOf,
      benchmarks,
      graph,
      git: mirror,
      filters,
      isPullRequest: (number) => numbers.has(number) || pullHeads.has(number),
    });
  } finally {
    mirror.close();
  }
}
