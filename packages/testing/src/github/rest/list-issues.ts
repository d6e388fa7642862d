import type { HostedRepository, IssueView, PullView } from '../hosted-repository.ts';
import { sortedByTime } from './list-pulls.ts';

type Row =
  | { readonly number: number; readonly issue: IssueView; readonly pull?: undefined }
  | { readonly number: number; readonly issue?: undefined; readonly pull: PullView };

/**
 * `GET /issues`: issues and pull requests alike, open ones unless asked otherwise, newest first. `since`
 * keeps what was updated at that time or later.
 */
export function listIssues(
  repository: HostedRepository,
  { searchParams }: URL,
  horizon: string | null,
): Row[] {
  const state = searchParams.get('state') ?? 'open';
  const since = normalTime(searchParams.get('since'));
  const labels = (searchParams.get('labels') ?? '').split(',').filter((label) => label !== '');
  const byUpdate = searchParams.get('sort') === 'updated';
  const rows: Row[] = [
    ...repository.issues(horizon).map((issue) => ({ number: issue.number, issue })),
    ...repository.pulls(horizon).map((pull) => ({ number: pull.number, pull })),
  ];
  const found = rows
    .filter((row) => state === 'all' || view(row).state === state)
    .filter((row) => since === null || view(row).updated_at >= since)
    .filter((row) => labels.every((label) => row.issue?.labels.some(({ name }) => name === label)));
  const key = (row: Row) => (byUpdate ? view(row).updated_at : view(row).created_at);
  return sortedByTime(found, key, searchParams.get('direction') === 'asc');
}

function view(row: Row): IssueView | PullView {
  return row.issue ?? row.pull;
}

/** Any ISO 8601 time as the second it falls in, so that texts compare like times. */
function normalTime(text: string | null): string | null {
  if (text === null) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : `${time.toISOString().slice(0, 19)}Z`;
}
