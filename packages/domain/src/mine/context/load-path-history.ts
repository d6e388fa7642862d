import type { HistoryReader } from '../load-history.ts';
import { maxMainlineCommits, PathHistory } from './path-history.ts';

/** Reads what the default branch's newest commits changed. */
export async function loadPathHistory(
  reader: Pick<HistoryReader, 'mainlineChanges'>,
  tip: string | null,
): Promise<PathHistory> {
  const history = new PathHistory();
  if (tip === null) return history;
  for await (const change of reader.mainlineChanges(tip, maxMainlineCommits)) history.add(change);
  return history;
}
