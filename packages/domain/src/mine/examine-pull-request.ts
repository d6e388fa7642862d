import type {
  DropReason,
  FilterConfig,
  MinedPullRequest,
  PullRequestItem,
} from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { type Change, readChange, readPaths } from './read-change.ts';
import { cleanText } from './clean-text.ts';
import type { CommitGraph } from './commit-graph.ts';
import { dropByOrigin } from './filter-candidate.ts';
import type { GitReader } from './git-reader.ts';
import { landingOf } from './landing.ts';
import { linkIssues } from './linked-issues.ts';
import { mergeBase, ownCommits } from './merge-base.ts';

/** Where pull requests are examined. */
export interface Examination {
  /** owner/name */
  readonly repository: string;
  readonly graph: CommitGraph;
  readonly git: GitReader;
  readonly filters: FilterConfig;
  /** Whether a number of this repository is a pull request and not an issue. */
  readonly isPullRequest: (number: number) => boolean;
}

/** What became of a pull request, with its record when it is kept. Whoever stores it names the digest. */
export interface Verdict {
  readonly mined: MinedPullRequest;
  readonly item: PullRequestItem | null;
}

/**
 * Decides on one pull request: filters, the change from merge base to head as git tells it, and the
 * replay of its patch. It is kept, or dropped for exactly one reason; what it holds cannot make it fail.
 */
export async function examinePullRequest(
  candidate: PullRequestCandidate,
  where: Examination,
): Promise<Verdict> {
  const ends = endsOf(candidate, where.graph);
  const early = dropByOrigin(candidate, where.repository, where.filters);
  if (early !== null) return dropped(candidate, where, ends, early);
  if (ends.head === null || ends.baseTip === null)
    return dropped(candidate, where, ends, 'objects_missing');
  if (ends.mergeBase === null) return dropped(candidate, where, ends, 'no_merge_base');
  const trees = [ends.mergeBase, ends.head].map((id) => where.graph.find(id)?.tree ?? '');
  const change = await readChange(trees[0] ?? '', trees[1] ?? '', where.git, where.filters);
  if (change.reason !== null) return dropped(candidate, where, ends, change.reason, change.paths);
  return kept(
    candidate,
    where,
    { ...ends, head: ends.head, baseTip: ends.baseTip, mergeBase: ends.mergeBase },
    change,
  );
}

/** Blobs that examining a pull request will read. */
export async function changedBlobs(
  candidate: PullRequestCandidate,
  where: Examination,
): Promise<readonly string[]> {
  if (dropByOrigin(candidate, where.repository, where.filters) !== null) return [];
  const { mergeBase: base, head } = endsOf(candidate, where.graph);
  const [oldTree, newTree] = [base, head].map((id) => where.graph.find(id ?? '')?.tree);
  if (oldTree === undefined || newTree === undefined) return [];
  const found = await readPaths(oldTree, newTree, where.git, where.filters);
  return found.reason === null ? found.ids : [];
}

/** The four commits of a pull request; null where unknown to git. */
interface Ends {
  readonly baseTip: string | null;
  readonly mergeBase: string | null;
  readonly head: string | null;
  readonly landed: string | null;
}

function endsOf(candidate: PullRequestCandidate, graph: CommitGraph): Ends {
  const known = (id: string | null) => (id !== null && graph.has(id) ? id : null);
  const landed = known(candidate.landed);
  const head = known(candidate.head);
  // A base branch that was rewritten may have lost its recorded tip; what landed still knows its parent.
  const baseTip = known(candidate.baseTip) ?? known(graph.find(landed ?? '')?.parents[0] ?? null);
  const base = head === null || baseTip === null ? null : mergeBase(graph, baseTip, head);
  return { baseTip, mergeBase: base, head, landed };
}

function kept(
  candidate: PullRequestCandidate,
  where: Examination,
  ends: Ends & { baseTip: string; mergeBase: string; head: string },
  change: Change,
): Verdict {
  const { graph, repository } = where;
  const { number, mergedAt } = candidate;
  const title = cleanText(candidate.title);
  const body = cleanText(candidate.body);
  const landed = ends.landed ?? ends.head;
  const own = [...ownCommits(graph, ends.baseTip, ends.head), landed];
  const messages = own.map((id) => graph.find(id)?.message ?? '');
  const { isPullRequest } = where;
  const issues = linkIssues({
    repository,
    title,
    body,
    messages,
    known: candidate.issues,
    isPullRequest,
  });
  const item: PullRequestItem = {
    format: 'evoline.item.v1',
    repository,
    number,
    title,
    body,
    mergedAt,
    baseTip: ends.baseTip,
    mergeBase: ends.mergeBase,
    head: ends.head,
    landed,
    landing: landingOf(graph, {
      head: ends.head,
      landed: ends.landed,
      number,
    }),
    issues,
    files: [...change.files],
    patch: change.patch,
  };
  const status = { status: 'kept', reason: null, itemDigest: null } as const;
  return { mined: { ...mined(candidate, where, ends, change.paths), ...status }, item };
}

function dropped(
  candidate: PullRequestCandidate,
  where: Examination,
  ends: Ends,
  reason: DropReason,
  paths: readonly string[] = [],
): Verdict {
  const status = { status: 'dropped', reason, itemDigest: null } as const;
  return { mined: { ...mined(candidate, where, ends, paths), ...status }, item: null };
}

function mined(
  { number, url, title }: PullRequestCandidate,
  { repository }: Examination,
  { baseTip, mergeBase: base, head, landed }: Ends,
  paths: readonly string[],
) {
  const shas = { baseTip, mergeBase: base, head, landed };
  return { repository, number, url, title: cleanText(title), ...shas, files: [...paths] };
}
