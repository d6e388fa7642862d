import type { GitMirrors } from '@evoline/clients/git/git-mirrors';
import type { PullRequestItem } from '@evoline/contract/mine';
import { isEligiblePath } from '@evoline/domain/mine/context/eligible-path';
import type { RankedFile, ReadFiles } from '@evoline/domain/mine/context/rank-by-retrieval';
import { Retrieval } from '@evoline/domain/mine/context/retrieval';
import { HistoryCache } from '@evoline/domain/mine/history-cache';
import { defaultFilters, resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { mineSource } from '@evoline/domain/mine/mine-source';

/** What the retrieval default ranked when one changed file was hidden. */
export interface HiddenFile {
  /** Of the pull request. */
  readonly number: number;
  readonly path: string;
  readonly ranked: readonly RankedFile[];
}

/** Of one pull request; the rest says little more and takes as long. */
const mostHidden = 5;

/**
 * Hides one changed file after the other of every pull request that changed several, and ranks what belongs
 * to those that are left. Hidden are files that existed before and that may be shown as context.
 */
export async function* hiddenFiles(
  mirrors: GitMirrors,
  bundle: string,
): AsyncGenerator<HiddenFile> {
  const items = await itemsOf(mirrors, bundle);
  await mirrors.refresh('bench', bundle, { isBlobless: false });
  const mirror = mirrors.open('bench');
  try {
    const histories = new HistoryCache();
    const { graph } = await histories.load(mirror, 'bench');
    const memory = histories.memoryOf(mirror, 'bench');
    const retrieval = new Retrieval({ graph, git: mirror, memory: () => memory });
    const read: ReadFiles = (files) => mirror.blobContents(files.map(({ blob }) => blob));
    for (const item of items) {
      for (const hidden of hideable(item)) {
        const seen = { ...item, files: item.files.filter((file) => file !== hidden) };
        const candidates = await retrieval.candidates(seen);
        const ranked = await retrieval.rank(seen, candidates, read);
        yield { number: item.number, path: hidden.path, ranked };
      }
    }
  } finally {
    mirror.close();
  }
}

/** Whoever wrote it and however long it is: everything that replays. */
async function itemsOf(mirrors: GitMirrors, bundle: string): Promise<PullRequestItem[]> {
  const filters = {
    ...defaultFilters,
    authorKinds: ['human' as const, 'bot' as const, 'agent' as const, 'mixed' as const],
    maxPromptTokens: 10_000_000,
  };
  const input = { source: `git:${bundle}`, filters, context: { by: 'none' as const } };
  const items: PullRequestItem[] = [];
  for await (const { item } of mineSource({ mirrors, apiOf: () => null }, resolveMineConfig(input)))
    if (item !== null && item.files.length > 1) items.push(item);
  return items;
}

function hideable({ files }: PullRequestItem) {
  const existed = files.filter(
    ({ before, previousPath }) => before !== null && previousPath === null,
  );
  return existed.filter(({ path }) => isEligiblePath(path)).slice(0, mostHidden);
}
