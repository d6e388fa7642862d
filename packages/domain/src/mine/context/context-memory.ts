import type { TreeEntry } from '@evoline/contract/git-history';
import type { CandidateFile } from './candidate-files.ts';
import type { ImportName } from './import-name.ts';
import type { PathHistory } from './path-history.ts';

/** What stays true of a repository from one pull request to the next. */
export interface ContextMemory {
  readonly paths: PathHistory;
  readonly folders: FolderMemory;
  readonly imports: ImportMemory;
}

export type Folder = ReadonlyMap<string, TreeEntry>;

const maxEntries = 150_000;
const maxFiles = 20_000;

/** Folders by the id of their tree. */
export class FolderMemory {
  readonly #folders = new Map<string, Promise<Folder>>();
  #entries = 0;

  /** Reads a folder when it is not known yet. */
  get(tree: string, read: () => Promise<Folder>): Promise<Folder> {
    const known = this.#folders.get(tree);
    if (known !== undefined) return known;
    if (this.#entries > maxEntries) {
      this.#folders.clear();
      this.#entries = 0;
    }
    const reading = read();
    this.#folders.set(tree, reading);
    reading.then(
      (folder) => (this.#entries += folder.size),
      // What could not be read is asked for again.
      () => this.#folders.delete(tree),
    );
    return reading;
  }
}

/** What files import; most of them stay as they are from one pull request to the next. */
export class ImportMemory {
  readonly #imports = new Map<string, readonly ImportName[]>();

  get(file: Pick<CandidateFile, 'path' | 'blob'>): readonly ImportName[] | undefined {
    return this.#imports.get(keyOf(file));
  }

  set(file: Pick<CandidateFile, 'path' | 'blob'>, imports: readonly ImportName[]): void {
    if (this.#imports.size >= maxFiles) this.#imports.clear();
    this.#imports.set(keyOf(file), imports);
  }
}

function keyOf({ path, blob }: Pick<CandidateFile, 'path' | 'blob'>): string {
  return `${blob} ${path}`;
}
