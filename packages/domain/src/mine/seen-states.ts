import { itemFormat, type MinePullRequestsConfig } from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { contentDigest } from '../content-digest.ts';

/** The state of a pull request that was dealt with. */
export interface SeenState {
  readonly number: number;
  /** As its source tells it. */
  readonly updatedAt: string;
  readonly contentDigest: string;
  readonly basisDigest: string;
  /** Run that dealt with it. */
  readonly runId: string;
}

/** What a verdict depends on besides the pull request: a state seen under another basis counts for nothing. */
export function basisDigest(config: MinePullRequestsConfig): string {
  const { limit: _limit, source: _source, ...settings } = config;
  const { hydrateWidth: _width, extractChunk: _chunk, pagesPerRun: _pages, ...basis } = settings;
  return contentDigest({ itemFormat, ...basis });
}

/** Digest of everything that is known of a pull request but the time of its last update. */
export function candidateDigest({ updatedAt: _, ...content }: PullRequestCandidate): string {
  return contentDigest(content);
}

export interface Unseen {
  /** Those that the list shows in a state that was not dealt with. */
  readonly fresh: PullRequestCandidate[];
  /** false: this very run has judged one of them in an earlier state, and the next run has to look again. */
  readonly isComplete: boolean;
}

/**
 * What has to be dealt with of a list. What this run has judged before is left to the next one, which sees it
 * again because its watermark lies before.
 */
export function unseen(
  candidates: readonly PullRequestCandidate[],
  seen: ReadonlyMap<number, SeenState>,
  { runId, basis }: { readonly runId: string; readonly basis: string },
): Unseen {
  const isSame = ({ number, updatedAt }: PullRequestCandidate): boolean => {
    const state = seen.get(number);
    return state?.basisDigest === basis && state.updatedAt === updatedAt;
  };
  const isJudged = ({ number }: PullRequestCandidate): boolean => seen.get(number)?.runId === runId;
  return {
    fresh: candidates.filter((candidate) => !isSame(candidate) && !isJudged(candidate)),
    isComplete: candidates.every((candidate) => isSame(candidate) || !isJudged(candidate)),
  };
}

/** Hydrated candidates that differ from what was seen, and those of which only the time has changed. */
export function partChanged(
  candidates: readonly PullRequestCandidate[],
  seen: ReadonlyMap<number, SeenState>,
  basis: string,
): {
  readonly changed: PullRequestCandidate[];
  readonly unchanged: { readonly number: number; readonly updatedAt: string }[];
} {
  const changed: PullRequestCandidate[] = [];
  const unchanged: { number: number; updatedAt: string }[] = [];
  for (const candidate of candidates) {
    const { number, updatedAt } = candidate;
    const state = seen.get(number);
    const isSame =
      state?.basisDigest === basis && state.contentDigest === candidateDigest(candidate);
    if (isSame && updatedAt !== undefined) unchanged.push({ number, updatedAt });
    else changed.push(candidate);
  }
  return { changed, unchanged };
}
