import { EvolineFailure } from '@evoline/contract/failures';
import type { MinePullRequestsConfig } from '@evoline/contract/mine';
import { completeMirror } from './complete-mirror.ts';
import { examinePage, type PageRules } from './examine-page.ts';
import type { AskEngine } from './context/engine-question.ts';
import { BenchmarkIndex } from './decontamination/benchmark-index.ts';
import type { BenchmarkInstance } from './decontamination/benchmark-file.ts';
import type { Verdict } from './examination.ts';
import { findInHistory } from './find-in-history.ts';
import { findRepositories } from './find-repositories.ts';
import { HistoryCache } from './history-cache.ts';
import { hydrateCandidates } from './hydrate-candidates.ts';
import { firstCursor, listPage } from './list-pull-requests.ts';
import type { Candidates, FoundRepository, MirrorAccess, PullRequestApi } from './mining-ports.ts';
import { parseSourceLocator, type Source } from './source-locator.ts';

/** What mining in one process works with. */
export interface LocalMining {
  readonly mirrors: MirrorAccess;
  /** The API of a source; null for a git source. */
  readonly apiOf: (source: Source) => PullRequestApi | null;
  /** Tasks of benchmarks that nothing may be like. */
  readonly benchmarks?: readonly BenchmarkInstance[];
  /** Answers where the context is chosen by an engine. */
  readonly ask?: AskEngine;
  readonly onProgress?: (progress: MineProgress) => void;
}

export interface MineProgress {
  readonly repository: string;
  readonly doing: 'listing' | 'hydrating' | 'examining';
  /** Pull requests of this repository found so far. */
  readonly found: number;
}

/**
 * Mines a source from its beginning in this process, page by page, without a ledger: what the mining
 * workflow does with watermarks, retries and a database around it.
 *
 * @throws EvolineFailure saying what the source lacks, `nothing_to_work_on` when it has no pull requests
 */
export async function* mineSource(
  local: LocalMining,
  config: MinePullRequestsConfig,
): AsyncGenerator<Verdict> {
  const source = parseSourceLocator(config.source);
  const api = local.apiOf(source);
  const histories = new HistoryCache();
  const tasks = local.benchmarks ?? [];
  const benchmarks = tasks.length === 0 ? null : new BenchmarkIndex(tasks, config.filters);
  const { filters, context, editedIssues } = config;
  const ask = local.ask ?? null;
  const rules = { filters, benchmarks, context, editedIssues, ask };
  const place = { ...local, histories, config, rules, source, api };
  let seen = 0;
  for (const { repository } of await findRepositories(source, local.mirrors, api)) {
    for await (const verdict of mineRepository(place, repository)) {
      seen += 1;
      yield verdict;
    }
  }
  if (seen === 0) {
    throw new EvolineFailure('nothing_to_work_on', `source: ${config.source} has no pull requests`);
  }
}

interface Place extends Omit<LocalMining, 'benchmarks'> {
  readonly rules: PageRules;
  readonly histories: HistoryCache;
  readonly config: MinePullRequestsConfig;
  readonly source: Source;
  readonly api: PullRequestApi | null;
}

async function* mineRepository(place: Place, repository: FoundRepository): AsyncGenerator<Verdict> {
  const { source } = place;
  let found = 0;
  for await (const page of pagesOf(place, repository)) {
    found += page.length;
    place.onProgress?.({ repository: repository.name, doing: 'examining', found });
    await completeMirror(place, repository, page, source.kind);
    yield* examinePage(place, repository, page, place.rules);
  }
}

async function* pagesOf(place: Place, repository: FoundRepository): AsyncGenerator<Candidates> {
  const { api, config, onProgress } = place;
  if (api === null) {
    yield* pagesOfHistory(place, repository);
    return;
  }
  const { name } = repository;
  let cursor: Parameters<typeof listPage>[2] | null = firstCursor(null, config.limit);
  let found = 0;
  while (cursor !== null) {
    onProgress?.({ repository: name, doing: 'listing', found });
    const { candidates, next } = await listPage(api, name, cursor, config.limit);
    found += candidates.length;
    onProgress?.({ repository: name, doing: 'hydrating', found });
    yield await hydrateCandidates(api, name, candidates, { width: config.hydrateWidth });
    cursor = next;
  }
}

async function* pagesOfHistory(
  { mirrors, histories, config }: Place,
  { key, name }: FoundRepository,
): AsyncGenerator<Candidates> {
  const mirror = mirrors.open(key);
  const history = await histories.load(mirror, key).finally(() => mirror.close());
  const all = findInHistory(history, name, config.limit);
  for (let start = 0; start < all.length; start += config.extractChunk) {
    yield all.slice(start, start + config.extractChunk);
  }
}
