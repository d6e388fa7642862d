import type { BlobContent } from '@evoline/contract/git-history';
import { byRelevance, type CandidateFile } from './candidate-files.ts';
import type { ChangedSources } from './changed-sources.ts';
import { folderOf } from './file-names.ts';
import { asksFor, type ImportName } from './import-name.ts';
import { type Relation, relevanceOf } from './relevance.ts';
import { scanImports } from './scan-imports.ts';

/** A file beside the changed ones, read. */
export interface RankedFile {
  readonly path: string;
  readonly relation: Relation;
  readonly relevance: number;
  /** null where it is no text, or too large. */
  readonly content: string | null;
}

/** Imports of files by path and blob, for files that stay as they are from one pull request to the next. */
export class ImportCache {
  readonly #imports = new Map<string, readonly ImportName[]>();

  importsOf({ path, blob }: CandidateFile, content: string): readonly ImportName[] {
    const key = `${blob} ${path}`;
    const known = this.#imports.get(key);
    if (known !== undefined) return known;
    const found = scanImports(path, content);
    if (this.#imports.size >= maxCached) this.#imports.clear();
    this.#imports.set(key, found);
    return found;
  }
}

const maxCached = 5_000;

/** Ranks candidates, their contents known: the most relevant first, ties by path. */
export function rankByRetrieval(
  candidates: readonly CandidateFile[],
  contents: readonly BlobContent[],
  changed: ChangedSources,
  cache: ImportCache,
): RankedFile[] {
  const ranked = candidates.map((candidate, index): RankedFile => {
    const found = contents[index];
    const content = found?.kind === 'text' ? found.text : null;
    const imports = content === null ? [] : cache.importsOf(candidate, content);
    const relation = { ...candidate.relation, importing: importing(imports, candidate, changed) };
    return { path: candidate.path, relation, relevance: relevanceOf(relation), content };
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
