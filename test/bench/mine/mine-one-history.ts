// Program: mines one clone in a process of its own and prints what it took.
import { performance } from 'node:perf_hooks';
import { GitMirrors } from '@evoline/clients/git/git-mirrors';
import type { MinePullRequestsInput } from '@evoline/contract/mine';
import { switchableReasons } from '@evoline/contract/mining-filters';
import type { Verdict } from '@evoline/domain/mine/examination';
import { examineAll } from '@evoline/domain/mine/examine-all';
import { findInHistory } from '@evoline/domain/mine/find-in-history';
import { loadHistory } from '@evoline/domain/mine/load-history';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { mineSource } from '@evoline/domain/mine/mine-source';
import { endsOf } from '@evoline/domain/mine/pull-request-ends';
import { cpuSeconds } from './process-seconds.ts';
import { extractWithProcesses } from './one-process-per-file.ts';
import { timeFilters } from './timed-filters.ts';

export interface HistoryOrder {
  readonly clone: string;
  readonly cacheFolder: string;
  /** The newest so many pull requests; null: all. */
  readonly limit: number | null;
  /**
   * items: all of mining, with defaults. replay: extraction and replay alone. filters: with the filters, timed.
   * processes: what `replay` reads, as public miners do it.
   */
  readonly part: 'items' | 'replay' | 'filters' | 'processes';
}

export interface HistoryTaken {
  readonly seen: number;
  readonly kept: number;
  /** Patches that did not give the contents of the head. */
  readonly notReplayed: number;
  /** Of this process and its children, start of Node left out. */
  readonly cpuSeconds: number;
  readonly seconds: number;
  /** Until the first item; null when there is none. */
  readonly firstItemSeconds: number | null;
  /** In filters alone. */
  readonly filterSeconds: number;
  readonly slowestFilter: string;
}

const name = 'bench/bench';
/** Everything that can be replayed at all. */
const lenient: MinePullRequestsInput['filters'] = {
  maxChangedFiles: 1_000,
  maxChangedLines: 20_000,
  maxPromptTokens: 10_000_000,
  authorKinds: ['human', 'bot', 'agent', 'mixed'],
  excludedSuites: [],
  off: [...switchableReasons],
};

const order = JSON.parse(process.argv[2] ?? '') as HistoryOrder;
process.stdout.write(`${JSON.stringify(await measure(order))}\n`);

async function measure({ clone, cacheFolder, limit, part }: HistoryOrder): Promise<HistoryTaken> {
  const input = { source: `git:${clone}`, ...(limit !== null && { limit }) };
  const mirrors = await GitMirrors.open({ cacheFolder, environment: process.env });
  const times = part === 'filters' ? timeFilters() : new Map<string, number>();
  if (part === 'items') {
    const config = resolveMineConfig(input);
    return await take(mineSource({ mirrors, apiOf: () => null }, config), times);
  }
  // Of a mirror that is there and a history that is read, so that nothing else is in the figure.
  await mirrors.refresh('k', clone, { isBlobless: false });
  const mirror = mirrors.open('k');
  const history = await loadHistory(mirror, await mirror.refs());
  const { graph } = history;
  const candidates = findInHistory(history, name, limit);
  if (part === 'processes') {
    const ends = candidates.map((candidate) => endsOf(candidate, graph));
    mirror.close();
    return await take(extractWithProcesses(clone, ends), times);
  }
  const { filters } = resolveMineConfig({ ...input, filters: part === 'replay' ? lenient : {} });
  const where = { repository: name, graph, git: mirror, filters, isPullRequest: () => false };
  return await take(examineAll(candidates, where), times, () => mirror.close());
}

async function take(
  verdicts: AsyncIterable<{ readonly item: unknown; readonly mined?: Verdict['mined'] }>,
  times: ReadonlyMap<string, number>,
  close: () => void = () => {},
): Promise<HistoryTaken> {
  const before = await cpuSeconds();
  const since = performance.now();
  let seen = 0;
  let kept = 0;
  let notReplayed = 0;
  let firstItemSeconds: number | null = null;
  for await (const { item, mined } of verdicts) {
    seen += 1;
    if (mined?.reason === 'patch_does_not_replay') notReplayed += 1;
    if (item === null) continue;
    kept += 1;
    firstItemSeconds ??= (performance.now() - since) / 1000;
  }
  const seconds = (performance.now() - since) / 1000;
  close();
  const inFilters = [...times].toSorted((a, b) => b[1] - a[1]);
  return {
    seen,
    kept,
    notReplayed,
    cpuSeconds: (await cpuSeconds()) - before,
    seconds,
    firstItemSeconds,
    filterSeconds: inFilters.reduce((sum, [, milliseconds]) => sum + milliseconds, 0) / 1000,
    slowestFilter: inFilters[0]?.[0] ?? '',
  };
}
