import { EvolineFailure } from '@evoline/contract/failures';
import type { HydratedPullRequest, IssueText } from '@evoline/contract/hydrated-pull-request';
import { LinkKind } from '@evoline/contract/mine';
import type { FoundIssue, PullRequestCandidate } from '@evoline/contract/mine-pages';
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
 * Completes merged candidates with their commits and linked issues, and these with every text that is
 * known of them. Those that are gone meanwhile are left out; those that were not merged are kept as they are.
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
  const texts = await issueTexts(hydrator, repository, hydrated);
  return candidates.flatMap((candidate) => {
    const entry = found.get(candidate.number);
    if (entry === null) return [];
    if (entry === undefined) return [candidate];
    return [{ ...entry.candidate, issues: issuesOf(repository, entry, texts) }];
  });
}

/** By repository, in lower case, and number. */
type IssueTexts = ReadonlyMap<string, IssueText>;

/** Issues that are linked, and those of this repository that are written about. */
async function issueTexts(
  hydrator: PullRequestHydrator,
  home: string,
  hydrated: readonly HydratedPullRequest[],
): Promise<IssueTexts> {
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
  const texts = new Map<string, IssueText>();
  for (const [key, { repository, numbers }] of wanted) {
    const found = await askIssues(hydrator, repository, [...numbers], key === home.toLowerCase());
    for (const [number, text] of found) texts.set(`${key}#${number}`, text);
  }
  return texts;
}

/** Another repository may be private, or gone: then the link itself is all there is. */
async function askIssues(
  hydrator: PullRequestHydrator,
  repository: string,
  numbers: readonly number[],
  isHome: boolean,
): Promise<ReadonlyMap<number, IssueText>> {
  try {
    return await hydrator.issues(repository, numbers);
  } catch (error) {
    const isGone = error instanceof EvolineFailure && error.code === 'not_found';
    if (isGone && !isHome) return new Map();
    throw error;
  }
}

function issuesOf(home: string, entry: HydratedPullRequest, texts: IssueTexts): FoundIssue[] {
  const textOf = (repository: string, number: number) =>
    texts.get(`${repository.toLowerCase()}#${number}`);
  const linked = entry.links.map(({ repository, kind, issue }): FoundIssue => {
    const text = textOf(repository, issue.number) ?? issue;
    return foundIssue(repository, text, strongest(evidenceOf(home, entry, text), kind));
  });
  const mentioned = homeReferences(home, entry).flatMap(({ number, kind }) => {
    const text = textOf(home, number);
    if (text === undefined) return [];
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
