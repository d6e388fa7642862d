import { changedTogether } from './co-change.ts';
import type { ChangedSources } from './changed-sources.ts';
import { isEligiblePath } from './eligible-path.ts';
import { folderOf, nameOf, stemOf } from './file-names.ts';
import type { FolderReader } from './folder-reader.ts';
import { asksFor } from './import-name.ts';
import type { PathHistory } from './path-history.ts';
import { type Relation, relevanceOf, unrelated } from './relevance.ts';

/** Where a change is based. */
export interface RetrievalBase {
  /** Tree of the merge base. */
  readonly tree: string;
  /** Its position on the default branch's line; null where it is not on it. */
  readonly position: number | null;
}

/** A file beside the changed ones, before its content is read. */
export interface CandidateFile {
  readonly path: string;
  readonly blob: string;
  readonly relation: Relation;
}

/** So many are read. */
const mostCandidates = 24;
const mostLookedUp = 120;
const mostBeside = 300;

/** The files that seem most related to a change, by names and history alone; all exist at the base. */
export async function candidateFiles(
  { history, folders }: { readonly history: PathHistory; readonly folders: FolderReader },
  changed: ChangedSources,
  base: RetrievalBase,
): Promise<CandidateFile[]> {
  const relations = new Map<string, Relation>();
  const relate = (path: string, relation: Partial<Relation>) => {
    if (changed.paths.has(path) || !isEligiblePath(path)) return;
    relations.set(path, { ...(relations.get(path) ?? unrelated), ...relation });
  };
  if (base.position !== null) {
    const together = changedTogether(history, [...changed.paths], base.position);
    for (const [path, value] of together) relate(path, { together: value });
  }
  const existing = async (paths: readonly string[]) => {
    const blobs = await Promise.all(paths.map((path) => folders.blobAt(base.tree, path)));
    return paths.filter((_, index) => blobs[index] !== null);
  };
  for (const name of changed.imports) {
    const last = nameOf(name.name).toLowerCase();
    const asked = history.named(last).filter((path) => asksFor(name, path));
    const found = await existing(asked.slice(0, mostLookedUp));
    for (const path of found) relate(path, { imported: 1 / Math.sqrt(found.length) });
  }
  for (const stem of changed.stems)
    for (const path of history.named(stem).slice(0, mostLookedUp))
      if (stemOf(path) === stem) relate(path, {});
  for (const folder of changed.folders)
    for (const path of (await folders.filesOf(base.tree, folder)).slice(0, mostBeside))
      relate(path, {});
  return await mostRelevant(relations, changed, (path) => folders.blobAt(base.tree, path));
}

async function mostRelevant(
  relations: ReadonlyMap<string, Relation>,
  changed: ChangedSources,
  blobAt: (path: string) => Promise<string | null>,
): Promise<CandidateFile[]> {
  const whole = [...relations].map(([path, relation]) => {
    const named = { ...relation, ...namesOf(path, changed) };
    return { path, relation: named, relevance: relevanceOf(named) };
  });
  const found: CandidateFile[] = [];
  for (const { path, relation } of whole.toSorted(byRelevance)) {
    const blob = await blobAt(path);
    if (blob !== null) found.push({ path, blob, relation });
    if (found.length === mostCandidates) break;
  }
  return found;
}

function namesOf(path: string, changed: ChangedSources) {
  return {
    spokenOf: changed.speakOf(path) ? 1 : 0,
    alike: changed.stems.has(stemOf(path)) ? 1 : 0,
    beside: changed.folders.has(folderOf(path)) ? 1 : 0,
    near: changed.nearness(path),
  };
}

/** Most relevant first; ties by path. */
export function byRelevance(
  one: { readonly path: string; readonly relevance: number },
  other: { readonly path: string; readonly relevance: number },
): number {
  if (one.relevance !== other.relevance) return other.relevance - one.relevance;
  return one.path < other.path ? -1 : 1;
}
