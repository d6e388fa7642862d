import type { PullRequestList } from '@evoline/contract/hydrated-pull-request';
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
}

const rowsPerPage = 100;

/**
 * Where the walk begins: with a watermark, what was updated since; without one, or with a limit, all
 * pull requests, the newest first where they are limited.
 */
export function firstCursor(watermark: string | null, limit: number | null): ListCursor {
  return watermark === null || limit !== null
    ? { kind: 'pulls', page: 1, seen: 0 }
    : { kind: 'updates', since: watermark, page: 1 };
}

/** Reads one page and says where the next one is. */
export async function listPage(
  lister: PullRequestLister,
  repository: string,
  cursor: ListCursor,
  limit: number | null,
): Promise<ListedPage> {
  return cursor.kind === 'pulls'
    ? await pageByCreation(lister, repository, cursor, limit)
    : await pageByUpdate(lister, repository, cursor);
}

/** Rows never move in the order of creation, so that nothing is skipped; new ones come to the end. */
async function pageByCreation(
  lister: PullRequestLister,
  repository: string,
  { page, seen }: Extract<ListCursor, { kind: 'pulls' }>,
  limit: number | null,
): Promise<ListedPage> {
  const direction = limit === null ? 'asc' : 'desc';
  const { candidates, rows } = await lister.listPullRequests(repository, { page, direction });
  const taken = limit === null ? candidates : candidates.slice(0, limit - seen);
  const total = seen + taken.length;
  const isLast = rows < rowsPerPage || (limit !== null && total >= limit);
  return {
    candidates: taken,
    next: isLast ? null : { kind: 'pulls', page: page + 1, seen: total },
  };
}

/**
 * Ascending by update, and on from the time of the last row instead of by page number: a row that is
 * updated meanwhile comes again at the end, and none is skipped. Only rows of one and the same second
 * that fill a page are walked by number.
 */
async function pageByUpdate(
  lister: PullRequestLister,
  repository: string,
  { since, page }: Extract<ListCursor, { kind: 'updates' }>,
): Promise<ListedPage> {
  const { candidates, rows, lastUpdate } = await lister.listUpdatedSince(repository, {
    since,
    page,
  });
  if (rows < rowsPerPage || lastUpdate === null) return { candidates, next: null };
  const isOn = Date.parse(lastUpdate) > Date.parse(since);
  const next = isOn ? { since: lastUpdate, page: 1 } : { since, page: page + 1 };
  return { candidates, next: { kind: 'updates', ...next } };
}
