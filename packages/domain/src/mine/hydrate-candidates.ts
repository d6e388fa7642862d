import { EvolineFailure } from '@evoline/contract/failures';
import type { HydratedPullRequest, IssueText } from '@evoline/contract/hydrated-pull-request';
import { LinkKind } from '@evoline/contract/mine';
import type { FoundIssue, PullRequestCandidate } from '@evoline/contract/mine-pages';
import { scanIssueReferences } from './issue-references.ts';

/** What hydration asks of GitHub. Every answer is told as it comes. */
export interface PullRequestHydrator {
  hydrate(
    repository: string,
    numbers: readonly number[],
    options: {
      readonly width: number;
      readonly onFound?: (number: number, entry: HydratedPullRequest | null) => void;
    },
  ): Promise<ReadonlyMap<number, HydratedPullRequest | null>>;
  /** Issues by number; pull requests and numbers that are gone are not in the answer. */
  issues(
    repository: string,
    numbers: readonly number[],
    onFound?: (number: number, text: IssueText | null) => void,
  ): Promise<ReadonlyMap<number, IssueText>>;
}

/** What was found of a page so far; null: it is not there, or no issue. What is in it is not asked again. */
export class HydrationMemory {
  readonly pullRequests = new Map<number, HydratedPullRequest | null>();
  /** By owner/name, in lower case, and number. */
  readonly issues = new Map<string, IssueText | null>();
}

/** Width of the first query, what is known already, and who is told of progress. */
export interface HydrateOptions {
  readonly width: number;
  readonly memory?: HydrationMemory;
  readonly onProgress?: (done: number) => void;
}

/**
 * Completes merged candidates with their commits and linked issues, and these with every text that is
 * known of them. Those that were not merged, and those that are gone meanwhile, are kept as they were listed.
 */
export async function hydrateCandidates(
  hydrator: PullRequestHydrator,
  repository: string,
  candidates: readonly PullRequestCandidate[],
  { width, memory = new HydrationMemory(), onProgress }: HydrateOptions,
): Promise<PullRequestCandidate[]> {
  const numbers = candidates.filter((candidate) => candidate.merged).map(({ number }) => number);
  const { pullRequests: found, issues } = memory;
  const unknown = numbers.filter((number) => !found.has(number));
  const onFound = (number: number, entry: HydratedPullRequest | null): void => {
    found.set(number, entry);
    onProgress?.(found.size);
  };
  if (unknown.length > 0) await hydrator.hydrate(repository, unknown, { width, onFound });
  const hydrated = numbers.flatMap((number) => found.get(number) ?? []);
  await askIssues(hydrator, repository, hydrated, issues);
  return candidates.map((candidate) => {
    const entry = candidate.merged ? found.get(candidate.number) : undefined;
    if (entry == null) return candidate;
    return { ...entry.candidate, issues: issuesOf(repository, entry, issues) };
  });
}

/** Asks for the issues that are linked, and for those of this repository that are written about. */
async function askIssues(
  hydrator: PullRequestHydrator,
  home: string,
  hydrated: readonly HydratedPullRequest[],
  known: Map<string, IssueText | null>,
): Promise<void> {
  for (const { repository, numbers } of wantedIssues(home, hydrated)) {
    const unknown = numbers.filter((number) => !known.has(keyOf(repository, number)));
    if (unknown.length === 0) continue;
    try {
      await hydrator.issues(repository, unknown, (number, text) =>
        known.set(keyOf(repository, number), text),
      );
    } catch (error) {
      // Another repository may be private, or gone: then the link itself is all there is.
      const isGone = error instanceof EvolineFailure && error.code === 'source_gone';
      if (!isGone || isSame(repository, home)) throw error;
      for (const number of unknown) known.set(keyOf(repository, number), null);
    }
  }
}

interface WantedIssues {
  readonly repository: string;
  readonly numbers: readonly number[];
}

function wantedIssues(home: string, hydrated: readonly HydratedPullRequest[]): WantedIssues[] {
  const pulls = new Set(hydrated.map((entry) => entry.candidate.number));
  const wanted = new Map<string, { readonly repository: string; readonly numbers: Set<number> }>();
  const want = (repository: string, number: number) => {
    const key = repository.toLowerCase();
    const known = wanted.get(key) ?? { repository, numbers: new Set<number>() };
    wanted.set(key, { ...known, numbers: known.numbers.add(number) });
  };
  for (const entry of hydrated) {
    for (const { repository, issue } of entry.links) want(repository, issue.number);
    for (const { number } of homeReferences(home, entry))
      if (!pulls.has(number)) want(home, number);
  }
  return [...wanted.values()].map(({ repository, numbers }) => ({
    repository,
    numbers: [...numbers],
  }));
}

function keyOf(repository: string, number: number): string {
  return `${repository.toLowerCase()}#${number}`;
}

function issuesOf(
  home: string,
  entry: HydratedPullRequest,
  texts: HydrationMemory['issues'],
): FoundIssue[] {
  const linked = entry.links.map(({ repository, kind, issue }): FoundIssue => {
    const text = texts.get(keyOf(repository, issue.number)) ?? issue;
    return foundIssue(repository, text, strongest(evidenceOf(home, entry, text), kind));
  });
  const mentioned = homeReferences(home, entry).flatMap(({ number, kind }) => {
    const text = texts.get(keyOf(home, number));
    if (text == null) return [];
    return [foundIssue(home, text, strongest(evidenceOf(home, entry, text), kind))];
  });
  return [...linked, ...mentioned];
}

function foundIssue(
  repository: string,
  { number, createdAt, texts }: IssueText,
  kind: LinkKind,
): FoundIssue {
  return { repository, number, kind, createdAt, texts: [...texts] };
}

function strongest(one: LinkKind | null, other: LinkKind): LinkKind {
  const order = LinkKind.options;
  return one === null || order.indexOf(other) < order.indexOf(one) ? other : one;
}

/** What the issue itself says: the pull request, or a commit of it, closed it, or said that it would. */
function evidenceOf(
  repository: string,
  { candidate, commits }: HydratedPullRequest,
  issue: IssueText,
): LinkKind | null {
  const isThis = (other: { readonly repository: string; readonly number: number }) =>
    other.number === candidate.number && isSame(repository, other.repository);
  if (issue.closers.some((closer) => closer.kind === 'pull_request' && isThis(closer)))
    return 'closed_by_pull_request';
  const ids = new Set(commits.map((commit) => commit.id));
  if (issue.closers.some((closer) => closer.kind === 'commit' && ids.has(closer.id)))
    return 'closed_by_commit';
  return issue.closingReferrers.some(isThis) ? 'will_close_reference' : null;
}

function homeReferences(repository: string, { candidate, commits }: HydratedPullRequest) {
  const texts = [candidate.title, candidate.body, ...commits.map((commit) => commit.message)];
  return texts
    .flatMap((text) => scanIssueReferences(text, repository))
    .filter((reference) => isSame(repository, reference.repository));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
