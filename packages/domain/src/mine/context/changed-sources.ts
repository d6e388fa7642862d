import type { PullRequestItem } from '@evoline/contract/mine';
import { folderOf, nameOf, stemOf, withoutEnding } from './file-names.ts';
import type { ImportName } from './import-name.ts';
import { scanImports } from './scan-imports.ts';

export interface ChangedSource {
  readonly path: string;
  readonly content: string;
}

/** The changed files of a pull request, and what they tell of others. */
export class ChangedSources {
  /** Old and new names. */
  readonly paths: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  readonly stems: ReadonlySet<string>;
  readonly imports: readonly ImportName[];
  readonly #words: ReadonlySet<string>;

  constructor(sources: readonly ChangedSource[]) {
    this.paths = new Set(sources.map(({ path }) => path));
    this.folders = new Set([...this.paths].map(folderOf));
    this.stems = new Set([...this.paths].map(stemOf));
    const imports = sources.flatMap(({ path, content }) => scanImports(path, content));
    const unique = new Map(imports.map((name) => [`${name.kind} ${name.name}`, name]));
    this.imports = [...unique.values()];
    this.#words = new Set(sources.flatMap(({ content }) => classNames(content)));
  }

  /** Whether a class that a file is named after is spoken of. */
  speakOf(path: string): boolean {
    return this.#words.has(withoutEnding(nameOf(path)));
  }

  /** The share of its folders, from the root, that a path has in common with the nearest changed file. */
  nearness(path: string): number {
    const parts = folderOf(path).split('/');
    let best = 0;
    for (const folder of this.folders) {
      const other = folder.split('/');
      let common = 0;
      while (common < parts.length && parts[common] === other[common]) common += 1;
      best = Math.max(best, common / Math.max(parts.length, other.length));
    }
    return best;
  }
}

/** As they stood at the merge base; files that are new there as they were written. */
export function changedSources({ files }: Pick<PullRequestItem, 'files'>): ChangedSource[] {
  return files.flatMap(({ path, previousPath, before, after }) => {
    const content = before ?? after ?? '';
    const now = { path, content };
    return previousPath === null ? [now] : [{ path: previousPath, content }, now];
  });
}

const maxCharacters = 200_000;

/** Words that begin with a capital, as the names of classes do. */
function classNames(content: string): string[] {
  return content.slice(0, maxCharacters).match(/\b[A-Z]\w{3,80}\b/g) ?? [];
}
