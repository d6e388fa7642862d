import type { HistoryReader } from '../load-history.ts';
import { type ContextMemory, FolderMemory, ImportMemory } from './context-memory.ts';
import { maxMainlineCommits, PathHistory } from './path-history.ts';

/** Reads what the newest commits of a tip's first-parent line changed; null for an empty repository. */
export async function loadContextMemory(
  reader: Pick<HistoryReader, 'mainlineChanges'>,
  tip: string | null,
): Promise<ContextMemory> {
  const paths = new PathHistory();
  const memory = { paths, folders: new FolderMemory(), imports: new ImportMemory() };
  if (tip === null) return memory;
  for await (const change of reader.mainlineChanges(tip, maxMainlineCommits)) paths.add(change);
  return memory;
}
