import type { BlobContent } from '@evoline/contract/git-history';
import { byRelevance, type CandidateFile } from './candidate-files.ts';
import type { ChangedSources } from './changed-sources.ts';
import type { ImportMemory } from './context-memory.ts';
import { folderOf } from './file-names.ts';
import { asksFor, type ImportName } from './import-name.ts';
import { relevanceOf } from './relevance.ts';
import { scanImports } from './scan-imports.ts';

/** A file beside the changed ones, with all that relates it to them. */
export interface RankedFile extends CandidateFile {
  readonly relevance: number;
}

/** Contents in the order of the files; `missing` where one is too large to be read. */
export type ReadFiles = (files: readonly CandidateFile[]) => Promise<readonly BlobContent[]>;

/** Ranks candidates by what they import too: the most relevant first, ties by path. */
export async function rankByRetrieval(
  candidates: readonly CandidateFile[],
  changed: ChangedSources,
  memory: ImportMemory,
  read: ReadFiles,
): Promise<RankedFile[]> {
  const known = candidates.map((candidate) => memory.get(candidate));
  const unknown = candidates.filter((_, index) => known[index] === undefined);
  const contents = await read(unknown);
  const scanned = unknown.map((candidate, index) => {
    const content = contents[index];
    const imports = content?.kind === 'text' ? scanImports(candidate.path, content.text) : [];
    memory.set(candidate, imports);
    return [candidate, imports] as const;
  });
  const found = new Map(scanned);
  const ranked = candidates.map((candidate, index): RankedFile => {
    const imports = known[index] ?? found.get(candidate) ?? [];
    const relation = { ...candidate.relation, importing: importing(imports, candidate, changed) };
    return { ...candidate, relation, relevance: relevanceOf(relation) };
  });
  return ranked.toSorted(byRelevance);
}

/** A bare name may be that of another file: it counts half unless both lie in one folder. */
function importing(
  imports: readonly ImportName[],
  { path }: CandidateFile,
  changed: ChangedSources,
): number {
  let best = 0;
  for (const name of imports) {
    for (const target of changed.paths) {
      if (!asksFor(name, target)) continue;
      const isSure = name.kind === 'path' || name.name.includes('/');
      best = Math.max(best, isSure || folderOf(path) === folderOf(target) ? 1 : 0.5);
    }
    if (best === 1) break;
  }
  return best;
}
