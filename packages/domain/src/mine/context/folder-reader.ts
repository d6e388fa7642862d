import type { GitReader } from '../git-reader.ts';
import type { Folder, FolderMemory } from './context-memory.ts';

/** Looks paths up in trees. Folders that many trees have in common are read once. */
export class FolderReader {
  readonly #git: Pick<GitReader, 'entriesOf'>;
  readonly #memory: FolderMemory;

  constructor(git: Pick<GitReader, 'entriesOf'>, memory: FolderMemory) {
    this.#git = git;
    this.#memory = memory;
  }

  /** The blob of a regular file; null where there is none. */
  async blobAt(root: string, path: string): Promise<string | null> {
    const slash = path.lastIndexOf('/');
    const folder = await this.#folderAt(root, slash < 0 ? '' : path.slice(0, slash));
    const entry = folder?.get(path.slice(slash + 1));
    return entry?.kind === 'file' ? entry.id : null;
  }

  /** Paths of the regular files of a folder, in git's order. */
  async filesOf(root: string, folder: string): Promise<string[]> {
    const entries = [...((await this.#folderAt(root, folder))?.values() ?? [])];
    const files = entries.filter(({ kind }) => kind === 'file');
    return files.map(({ name }) => (folder === '' ? name : `${folder}/${name}`));
  }

  /** Every regular file below a tree, at most `most` of them, in git's order. */
  async allFiles(root: string, most: number): Promise<string[]> {
    const found: string[] = [];
    const waiting = [{ tree: root, folder: '' }];
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
      const below: typeof waiting = [];
      for (const { name, kind, id } of (await this.#read(at.tree)).values()) {
        const path = `${at.folder}${name}`;
        if (kind === 'folder') below.push({ tree: id, folder: `${path}/` });
        else if (kind === 'file') found.push(path);
        if (found.length >= most) return found;
      }
      waiting.push(...below);
    }
    return found;
  }

  async #folderAt(root: string, path: string): Promise<Folder | null> {
    let folder = await this.#read(root);
    for (const part of path === '' ? [] : path.split('/')) {
      const entry = folder.get(part);
      if (entry?.kind !== 'folder') return null;
      folder = await this.#read(entry.id);
    }
    return folder;
  }

  #read(tree: string): Promise<Folder> {
    return this.#memory.get(tree, async () => {
      const entries = (await this.#git.entriesOf(tree)) ?? [];
      return new Map(entries.map((entry) => [entry.name, entry]));
    });
  }
}
