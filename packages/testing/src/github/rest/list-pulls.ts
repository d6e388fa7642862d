import type { HostedRepository, PullView } from '../hosted-repository.ts';

/** `GET /pulls`: open ones unless asked otherwise, newest first; by another key than creation, ascending. */
export function listPulls(
  repository: HostedRepository,
  { searchParams }: URL,
  horizon: string | null,
): PullView[] {
  const state = searchParams.get('state') ?? 'open';
  const base = searchParams.get('base');
  const head = searchParams.get('head');
  const sort = searchParams.get('sort') ?? 'created';
  const ascending =
    (searchParams.get('direction') ?? (sort === 'created' ? 'desc' : 'asc')) === 'asc';
  const found = repository
    .pulls(horizon)
    .filter((pull) => state === 'all' || pull.state === state)
    .filter((pull) => base === null || pull.base.ref === base)
    .filter((pull) => head === null || pull.head.label === head);
  const key = (pull: PullView) => (sort === 'updated' ? pull.updated_at : pull.created_at);
  return sortedByTime(found, key, ascending);
}

/** By time, then by number; stable for the pages of one listing. */
export function sortedByTime<T extends { readonly number: number }>(
  items: readonly T[],
  key: (item: T) => string,
  ascending: boolean,
): T[] {
  const sorted = items.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    return left === right ? a.number - b.number : left < right ? -1 : 1;
  });
  return ascending ? sorted : sorted.toReversed();
}
