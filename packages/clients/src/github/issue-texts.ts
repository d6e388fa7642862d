import type {
  IssueCloser,
  IssueText,
  NumberedPullRequest,
} from '@evoline/contract/hydrated-pull-request';
import type { IssueVersion } from '@evoline/contract/mine-pages';
import type { IssueHistoryNode, IssueNode } from './github-shapes.ts';

/** An issue as a link shows it: today's text, which stood since its last update at the latest. */
export function issueTextOf(issue: IssueNode): IssueText {
  const { number, title, body, createdAt, updatedAt } = issue;
  const texts = [{ from: updatedAt, title, body }];
  return { number, createdAt, texts, closers: closersOf(issue), closingReferrers: [] };
}

/** An issue with all the texts that GitHub still has. */
export function issueHistoryOf(issue: IssueHistoryNode): IssueText {
  const closingReferrers = issue.referrers.nodes.flatMap((event): NumberedPullRequest[] => {
    if (event?.willCloseTarget !== true || event.source === null) return [];
    const { number, repository } = event.source;
    return [{ number, repository: repository.nameWithOwner }];
  });
  return { ...issueTextOf(issue), texts: versionsOf(issue), closingReferrers };
}

function closersOf(issue: IssueNode): IssueCloser[] {
  return (issue.timelineItems?.nodes ?? []).toReversed().flatMap((event): IssueCloser[] => {
    const closer = event?.closer;
    if (closer?.__typename === 'Commit') return [{ kind: 'commit', id: closer.oid }];
    if (closer?.__typename !== 'PullRequest') return [];
    const { number, repository } = closer;
    return [{ kind: 'pull_request', number, repository: repository.nameWithOwner }];
  });
}

interface Since<T> {
  readonly from: string;
  readonly value: T;
}

/** Titles and bodies change apart from each other; a version begins with every change of either. */
function versionsOf(issue: IssueHistoryNode): IssueVersion[] {
  const titles = titlesOf(issue);
  const bodies = bodiesOf(issue);
  const starts = [...new Set([...titles, ...bodies].map(({ from }) => from))].toSorted(byTime);
  return starts.map((from) => ({
    from,
    title: valueAt(titles, from) ?? issue.title,
    body: valueAt(bodies, from) ?? null,
  }));
}

function titlesOf({ renames, title, createdAt }: IssueHistoryNode): Since<string>[] {
  const known = renames.nodes.filter((event) => event !== null);
  const first = { from: createdAt, value: known[0]?.previousTitle ?? title };
  return [first, ...known.map((event) => ({ from: event.createdAt, value: event.currentTitle }))];
}

/**
 * GitHub documents `diff` as a summary and fills it with the whole text after the edit. That is believed
 * only where the newest one is today's body; else today's body is all that is known.
 */
function bodiesOf(issue: IssueHistoryNode): Since<string | null>[] {
  const { body, createdAt, lastEditedAt } = issue;
  if (lastEditedAt === null) return [{ from: createdAt, value: body }];
  const edits = (issue.userContentEdits?.nodes ?? []).filter((edit) => edit !== null);
  const newest = edits[0]?.diff ?? null;
  if (newest === null || plain(newest) !== plain(body))
    return [{ from: lastEditedAt, value: body }];
  return edits.toReversed().map(({ editedAt, deletedAt, diff }) => {
    return { from: editedAt, value: deletedAt === null ? diff : null };
  });
}

function plain(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trim();
}

/** undefined before the first. */
function valueAt<T>(values: readonly Since<T>[], time: string): T | undefined {
  return values.findLast(({ from }) => byTime(from, time) <= 0)?.value;
}

function byTime(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other);
}
