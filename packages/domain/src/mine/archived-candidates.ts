import type { PullRequestCandidate } from '@evoline/contract/mine-pages';

/**
 * Pull requests of which no more is known than that they were closed. They count as merged until hydration
 * says what they are.
 */
export function archivedCandidates(numbers: readonly number[]): PullRequestCandidate[] {
  return numbers.map((number) => ({
    number,
    url: null,
    title: '',
    body: '',
    merged: true,
    mergedAt: null,
    author: '',
    isBotAccount: false,
    branch: '',
    baseTip: null,
    head: null,
    landed: null,
    issues: [],
  }));
}
