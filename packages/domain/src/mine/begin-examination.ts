import type { TreeChange } from '@evoline/contract/git-history';
import type { ItemAuthor, RevertedChange } from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { authorOf } from './author/author-of.ts';
import { cleanCandidate } from './clean-candidate.ts';
import { findBenchmarkCommit } from './decontamination/find-benchmark-commit.ts';
import type { Examination } from './examination.ts';
import { refusalAt, type Refusal } from './filters/filters.ts';
import { RootReader, type RootFacts } from './licence/root-reader.ts';
import { type Ends, endsOf, messagesOf } from './pull-request-ends.ts';
import { revertedChange } from './reverted-change.ts';

/** A pull request that is dropped for what is known so far. */
export interface Refused {
  readonly refusal: Refusal;
  readonly candidate: PullRequestCandidate;
  readonly ends: Ends;
  readonly reverts: RevertedChange | null;
  readonly paths: readonly string[];
}

/** A pull request that nothing but its contents can drop. */
export interface Begun {
  readonly refusal: null;
  readonly candidate: PullRequestCandidate;
  readonly ends: Ends & {
    readonly baseTip: string;
    readonly mergeBase: string;
    readonly head: string;
  };
  readonly author: ItemAuthor;
  readonly reverts: RevertedChange | null;
  readonly messages: readonly string[];
  readonly root: RootFacts;
  readonly oldTree: string;
  readonly newTree: string;
  readonly paths: readonly string[];
  /** What finishing will read. */
  readonly blobs: readonly string[];
}

/** Asks every filter that needs no contents of changed files: origin, commits, licence, paths. */
export async function beginExamination(
  found: PullRequestCandidate,
  where: Examination,
): Promise<Begun | Refused> {
  const { graph, git, filters } = where;
  const candidate = cleanCandidate(found);
  const ends = endsOf(candidate, graph);
  const early = originOf(candidate, ends, where);
  const { author, reverts, messages } = early;
  const refused = (refusal: Refusal, paths: readonly string[] = []): Refused => {
    return { refusal, candidate, ends, reverts, paths };
  };
  if (early.refusal !== null) return refused(early.refusal);
  const { baseTip, mergeBase, head } = ends;
  const benchmarkCommit = findBenchmarkCommit(graph, where.benchmarks ?? null);
  const byCommits = refusalAt('commits', { ...ends, benchmarkCommit }, filters);
  if (byCommits !== null) return refused(byCommits);
  if (baseTip === null || mergeBase === null || head === null)
    throw new Error('commits not judged');
  const [oldTree = '', newTree = ''] = [mergeBase, head].map((id) => graph.find(id)?.tree);
  const root = await (where.roots ?? new RootReader(git)).read(oldTree);
  const byRoot = refusalAt('root', root, filters);
  if (byRoot !== null) return refused(byRoot);
  const changes = await git.changedPaths(oldTree, newTree);
  const listed = changes === null || changes === 'too_long' ? changes : changes.changes;
  const byPaths = refusalAt('paths', { found: listed, hasRenames: false }, filters);
  const paths = readablePaths(listed, filters.maxChangedFiles);
  if (byPaths !== null) return refused(byPaths, paths);
  const known = {
    candidate,
    ends: { ...ends, baseTip, mergeBase, head },
    root,
    oldTree,
    newTree,
    paths,
  };
  return { refusal: null, ...known, author, reverts, messages, blobs: blobsOf(listed) };
}

/** First without the commits' messages, which most bots need nobody to read. */
function originOf(candidate: PullRequestCandidate, ends: Ends, where: Examination) {
  const { repository: name, forkOf, graph, filters } = where;
  const { author: login, isBotAccount, title, body, branch, mergedAt } = candidate;
  const ask = (messages: readonly string[]) => {
    const author = authorOf({ login, isBotAccount, title, body, branch, mergedAt, messages });
    const reverts = revertedChange({ title, body, branch, messages });
    const facts = { repository: { name, forkOf }, candidate, author, reverts };
    return { refusal: refusalAt('origin', facts, filters), author, reverts, messages };
  };
  const first = ask([]);
  return first.refusal === null ? ask(messagesOf(ends, graph)) : first;
}

type Listed = readonly TreeChange[] | 'too_long' | null;

/** At most as many as a change may have. */
export function readablePaths(changes: Listed, most: number): string[] {
  if (changes === null || changes === 'too_long') return [];
  return changes.slice(0, most).flatMap(({ path }) => (path === null ? [] : [path]));
}

export function blobsOf(changes: Listed): string[] {
  if (changes === null || changes === 'too_long') return [];
  const ids = changes.flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob]);
  return [...new Set(ids.filter((id) => id !== null))];
}
