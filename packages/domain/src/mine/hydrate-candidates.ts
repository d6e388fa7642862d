import type { HydratedPullRequest, IssueText } from '@evoline/contract/hydrated-pull-request';
import type { LinkedIssue, LinkKind } from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { scanIssueReferences } from './issue-references.ts';

/** What hydration asks of GitHub. */
export interface PullRequestHydrator {
  hydrate(
    repository: string,
    numbers: readonly number[],
    options: { readonly width: number; readonly onProgress?: (done: number) => void },
  ): Promise<ReadonlyMap<number, HydratedPullRequest | null>>;
  /** Issues by number; pull requests and numbers that are gone are not in the answer. */
  issues(repository: string, numbers: readonly number[]): Promise<ReadonlyMap<number, IssueText>>;
}

/** Width of the first query, and who is told of progress. */
export interface HydrateOptions {
  readonly width: number;
  readonly onProgress?: (done: number) => void;
}

/**
 * Completes merged candidates with their commits and linked issues. Those that are gone meanwhile are
 * left out; those that were not merged are kept as they are.
 */
export async function hydrateCandidates(
  hydrator: PullRequestHydrator,
  repository: string,
  candidates: readonly PullRequestCandidate[],
  options: HydrateOptions,
): Promise<PullRequestCandidate[]> {
  const numbers = candidates.filter((candidate) => candidate.merged).map(({ number }) => number);
  const found = await hydrator.hydrate(repository, numbers, options);
  const hydrated = [...found.values()].filter((entry) => entry !== null);
  const texts = await hydrator.issues(repository, unknownIssues(repository, hydrated));
  return candidates.flatMap((candidate) => {
    const entry = found.get(candidate.number);
    if (entry === null) return [];
    if (entry === undefined) return [candidate];
    return [{ ...entry.candidate, issues: issuesOf(repository, entry, texts) }];
  });
}

/** Issues of this repository that texts refer to and that no link has brought along. */
function unknownIssues(repository: string, hydrated: readonly HydratedPullRequest[]): number[] {
  const pulls = new Set(hydrated.map((entry) => entry.candidate.number));
  const linked = new Set(
    hydrated.flatMap(({ links }) =>
      links.filter((link) => isHome(repository, link.repository)).map((link) => link.issue.number),
    ),
  );
  const mentioned = hydrated.flatMap((entry) => homeReferences(repository, entry));
  const wanted = new Set(mentioned.map(({ number }) => number));
  return [...wanted].filter((number) => !pulls.has(number) && !linked.has(number));
}

function issuesOf(
  repository: string,
  entry: HydratedPullRequest,
  texts: ReadonlyMap<number, IssueText>,
): LinkedIssue[] {
  const linked = entry.links.map((link) => ({
    repository: link.repository,
    ...textOf(link.issue),
    kind: evidenceOf(entry, link.issue) ?? link.kind,
  }));
  const mentioned = homeReferences(repository, entry).flatMap((reference) => {
    const text = texts.get(reference.number);
    if (text === undefined) return [];
    return [{ repository, ...textOf(text), kind: evidenceOf(entry, text) ?? reference.kind }];
  });
  return [...linked, ...mentioned];
}

/** The strongest evidence: the pull request, or a commit of it, closed the issue. */
function evidenceOf(
  { candidate, commits }: HydratedPullRequest,
  issue: IssueText,
): LinkKind | null {
  const isThis = issue.closers.some(
    (closer) => closer.kind === 'pull_request' && closer.number === candidate.number,
  );
  if (isThis) return 'closed_by_pull_request';
  const ids = new Set(commits.map((commit) => commit.id));
  const isOwn = issue.closers.some((closer) => closer.kind === 'commit' && ids.has(closer.id));
  return isOwn ? 'closed_by_commit' : null;
}

function homeReferences(repository: string, { candidate, commits }: HydratedPullRequest) {
  const texts = [candidate.title, candidate.body, ...commits.map((commit) => commit.message)];
  return texts
    .flatMap((text) => scanIssueReferences(text, repository))
    .filter((reference) => isHome(repository, reference.repository));
}

function isHome(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function textOf({ number, title, body, createdAt }: IssueText) {
  return { number, title, body, createdAt };
}
