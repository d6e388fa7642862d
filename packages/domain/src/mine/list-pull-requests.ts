import type { AnswerTag, PullRequestList } from '@evoline/contract/hydrated-pull-request';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import type { ListCursor } from './mine-cursor.ts';

/** What listing asks of GitHub: pages of 100 rows. */
export interface PullRequestLister {
  listPullRequests(
    repository: string,
    options: { readonly page: number; readonly direction: 'asc' | 'desc' },
  ): Promise<PullRequestList>;
  listUpdatedSince(
    repository: string,
    options: { readonly since: string; readonly page: number },
  ): Promise<PullRequestList>;
}

export interface ListedPage {
  readonly candidates: readonly PullRequestCandidate[];
  /** null after the last page. */
  readonly next: ListCursor | null;
  /** Of a list of updates that this page holds as a whole: asked for again, it tells whether there are more. */
  readonly tag: AnswerTag | null;
}

/** Rows of a page that is not the last one; GitHub allows no more. */
export const rowsPerPage = 100;

/**
 * Where the walk begins: with a watermark, what was updated since; without one, or with a limit, all
 * pull requests, the newest first where they are limited.
 */
export function firstCursor(watermark: string | null, limit: number | null): ListCursor {
  return watermark === null || limit !== null
    ? { kind: 'pulls', page: 1, seen: 0 }
    : { kind: 'updates', since: watermark, page: 1 };
}

/** Reads one page and says where the next one is. `size`: rows of a full page, for tests. */
export async function listPage(
  lister: PullRequestLister,
  repository: string,
  cursor: ListCursor,
  limit: number | null,
  size = rowsPerPage,
): Promise<ListedPage> {
  switch (cursor.kind) {
    case 'pulls':
      return await pageByCreation(lister, repository, cursor, { limit, size });
    case 'updates':
      return await pageByUpdate(lister, repository, cursor, size);
    case 'updates-backwards':
      return await pageBackwards(lister, repository, cursor);
  }
}

/** Rows never move in the order of creation, so that nothing is skipped; new ones come to the end. */
async function pageByCreation(
  lister: PullRequestLister,
  repository: string,
  { page, seen }: Extract<ListCursor, { kind: 'pulls' }>,
  { limit, size }: { readonly limit: number | null; readonly size: number },
): Promise<ListedPage> {
  const direction = limit === null ? 'asc' : 'desc';
  const list = await lister.listPullRequests(repository, { page, direction });
  const { candidates, rows, lastPage } = list;
  const taken = limit === null ? candidates : candidates.slice(0, limit - seen);
  const total = seen + taken.length;
  const isLast = rows < size || lastPage === page || (limit !== null && total >= limit);
  const next = isLast ? null : { kind: 'pulls' as const, page: page + 1, seen: total };
  return { candidates: taken, next, tag: null };
}

/**
 * Ascending by update, and on from the time of the last row instead of by page number: a row that is
 * updated meanwhile comes again at the end, and none is skipped.
 */
async function pageByUpdate(
  lister: PullRequestLister,
  repository: string,
  { since, page }: Extract<ListCursor, { kind: 'updates' }>,
  size: number,
): Promise<ListedPage> {
  const list = await lister.listUpdatedSince(repository, { since, page });
  const { candidates, rows, lastUpdate, lastPage, tag } = list;
  if (rows < size || lastUpdate === null || lastPage === page) {
    return { candidates, next: null, tag: page === 1 ? tag : null };
  }
  const onward = since < justBefore(lastUpdate) ? justBefore(lastUpdate) : null;
  if (onward !== null) return { candidates, next: forwards(onward), tag: null };
  const next: ListCursor =
    lastPage === null
      ? { kind: 'updates', since, page: page + 1 }
      : { kind: 'updates-backwards', since, page: lastPage, resume: null };
  return { candidates, next, tag: null };
}

/**
 * A page full of one and the same second leaves no time to go on from, and by number forwards a row would be
 * skipped whenever one before it moves to the end. Rows move towards the first page only: backwards, the
 * walk meets every one of them.
 */
async function pageBackwards(
  lister: PullRequestLister,
  repository: string,
  { since, page, resume }: Extract<ListCursor, { kind: 'updates-backwards' }>,
): Promise<ListedPage> {
  const { candidates, lastUpdate } = await lister.listUpdatedSince(repository, { since, page });
  const last = resume ?? lastUpdate;
  if (page > 1) {
    const next = { kind: 'updates-backwards' as const, since, page: page - 1, resume: last };
    return { candidates, next, tag: null };
  }
  const isMore = last !== null && since < justBefore(last);
  return { candidates, next: isMore ? forwards(justBefore(last)) : null, tag: null };
}

function forwards(since: string): ListCursor {
  return { kind: 'updates', since, page: 1 };
}

/**
 * A second earlier: GitHub's REST description says of `since` both "after" and "at or after", and rows of the
 * last second may be still to come. What is read twice is told by its time.
 */
function justBefore(time: string): string {
  return new Date(Date.parse(time) - 1000).toISOString().replace('.000Z', 'Z');
}
