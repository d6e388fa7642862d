import type { FilterConfig } from '@evoline/contract/mining-filters';
import type { MinePullRequestsConfig } from '@evoline/contract/mine';
import type { ContextConfig } from '@evoline/contract/mining-context';
import { ContextChooser } from './context/context-chooser.ts';
import type { AskEngine } from './context/engine-question.ts';
import type { ContextMemory } from './context/context-memory.ts';
import { examineAll } from './examine-all.ts';
import type { BenchmarkIndex } from './decontamination/benchmark-index.ts';
import type { Verdict } from './examination.ts';
import type { HistoryCache } from './history-cache.ts';
import { RootReader } from './licence/root-reader.ts';
import type { Candidates, FoundRepository, MirrorAccess } from './mining-ports.ts';

/** What pull requests are measured by. */
export interface PageRules {
  readonly filters: FilterConfig;
  /** null where the run names no benchmark files. */
  readonly benchmarks: BenchmarkIndex | null;
  readonly context: ContextConfig;
  readonly editedIssues: MinePullRequestsConfig['editedIssues'];
  /** Answers where the context is chosen by an engine. */
  readonly ask: AskEngine | null;
}

/** Examines a page of pull requests on the mirror of their repository, which must hold their commits. */
export async function* examinePage(
  { mirrors, histories }: { readonly mirrors: MirrorAccess; readonly histories: HistoryCache },
  { key, name, forkOf }: Pick<FoundRepository, 'key' | 'name' | 'forkOf'>,
  candidates: Candidates,
  { filters, benchmarks, context, editedIssues, ask }: PageRules,
): AsyncGenerator<Verdict> {
  const mirror = mirrors.open(key);
  try {
    const { graph, pullHeads } = await histories.load(mirror, key);
    const numbers = new Set(candidates.map((candidate) => candidate.number));
    const roots = new RootReader(mirror);
    let memory: Promise<ContextMemory> | null = null;
    const shared = { graph, git: mirror, roots };
    const chooser = new ContextChooser({
      ...shared,
      memory: () => (memory ??= histories.memoryOf(mirror, key)),
      config: context,
      maxPromptTokens: filters.maxPromptTokens,
      ask,
    });
    const where = {
      ...shared,
      repository: name,
      forkOf,
      benchmarks,
      filters,
      editedIssues,
      isPullRequest: (number: number) => numbers.has(number) || pullHeads.has(number),
    };
    yield* examineAll(candidates, where, context.by === 'none' ? null : chooser);
  } finally {
    mirror.close();
  }
}
