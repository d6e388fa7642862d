import type {
  BlobContent,
  CommitFacts,
  MainlineChange,
  TreeEntry,
} from '@evoline/contract/git-history';
import { BlobReader } from './blob-reader.ts';
import type { GitProgram } from './git-program.ts';
import { mainlineChanges } from './mainline-changes.ts';
import type { MirrorFolder } from './mirror-folder.ts';
import { type MirrorRefs, readRefs } from './mirror-refs.ts';
import { readHistory } from './read-history.ts';
import { type TreeDiff, TreeDiffer } from './tree-diff.ts';
import { regularFiles, treeEntries, type TreeFile } from './tree-files.ts';

export interface GitMirrorOptions {
  /** Bound on one patch; longer ones are answered with `too_long`. */
  readonly maxPatchBytes: number;
  readonly deadlineSeconds?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onClose?: () => void;
}

/**
 * A mirror, open for reading. Its git processes start when they are first needed and end with
 * `close`. Nothing is fetched unless `fetchBlobs` or `fetchCommits` is called.
 */
export class GitMirror {
  readonly folder: string;
  readonly #program: GitProgram;
  readonly #mirrors: MirrorFolder;
  readonly #signal: AbortSignal | undefined;
  readonly #deadlineSeconds: number;
  readonly #paths: TreeDiffer;
  readonly #patches: TreeDiffer;
  readonly #blobs: BlobReader;
  readonly #onClose: () => void;
  #isBlobless: Promise<boolean> | null = null;

  constructor(
    program: GitProgram,
    mirrors: MirrorFolder,
    folder: string,
    options: GitMirrorOptions,
  ) {
    const { signal, deadlineSeconds = 120, maxPatchBytes } = options;
    this.folder = folder;
    this.#program = program;
    this.#mirrors = mirrors;
    this.#signal = signal;
    this.#deadlineSeconds = deadlineSeconds;
    this.#onClose = options.onClose ?? (() => {});
    const common = { gitFolder: folder, deadlineSeconds, signal };
    this.#paths = new TreeDiffer(program, { ...common, depth: 'paths', maxBytes: 1 << 24 });
    this.#patches = new TreeDiffer(program, { ...common, depth: 'patch', maxBytes: maxPatchBytes });
    this.#blobs = new BlobReader(program, common);
  }

  refs(): Promise<MirrorRefs> {
    return readRefs(this.#program, this.folder, this.#signal);
  }

  /** Newest first by date. */
  commits(): AsyncIterable<CommitFacts> {
    const silenceSeconds = this.#deadlineSeconds;
    return readHistory(this.#program, {
      gitFolder: this.folder,
      silenceSeconds,
      signal: this.#signal,
    });
  }

  /** What the commits of a tip's first-parent line changed, newest first. */
  mainlineChanges(tip: string, maxCommits: number): AsyncIterable<MainlineChange> {
    return mainlineChanges(this.#program, {
      gitFolder: this.folder,
      tip,
      maxCommits,
      silenceSeconds: this.#deadlineSeconds,
      signal: this.#signal,
    });
  }

  /** Changed paths of two trees; renames show as removal and addition. Reads no file contents. */
  changedPaths(oldTree: string, newTree: string): Promise<TreeDiff | 'too_long' | null> {
    return this.#paths.diff(oldTree, newTree);
  }

  /** Changed files with renames, and the patch. */
  patch(oldTree: string, newTree: string): Promise<TreeDiff | 'too_long' | null> {
    return this.#patches.diff(oldTree, newTree);
  }

  /** Regular files in the root of a tree; null where git does not hold it. */
  async rootFiles(tree: string): Promise<readonly TreeFile[] | null> {
    const bytes = await this.#blobs.tree(tree);
    return bytes === null ? null : regularFiles(bytes, tree.length / 2);
  }

  /** Entries of a tree; null where git does not hold it. */
  async entriesOf(tree: string): Promise<readonly TreeEntry[] | null> {
    const bytes = await this.#blobs.tree(tree);
    return bytes === null ? null : treeEntries(bytes, tree.length / 2);
  }

  /** Bytes of each blob; null where git does not hold it. */
  blobSizes(ids: readonly string[]): Promise<(number | null)[]> {
    return Promise.all(ids.map((id) => this.#blobs.size(id)));
  }

  blobContents(ids: readonly string[]): Promise<BlobContent[]> {
    return Promise.all(ids.map((id) => this.#blobs.content(id)));
  }

  isBlobless(): Promise<boolean> {
    this.#isBlobless ??= this.#mirrors.isBlobless(this.folder);
    return this.#isBlobless;
  }

  /** Fetches, in one request, what a blobless mirror left on the server; what it refuses stays missing. */
  async fetchBlobs(ids: readonly string[]): Promise<void> {
    if (ids.length === 0 || !(await this.isBlobless())) return;
    const unique = [...new Set(ids)];
    const sizes = await this.blobSizes(unique);
    const missing = unique.filter((_, index) => sizes[index] === null);
    await this.#mirrors.fetchObjects(this.folder, missing, { signal: this.#signal });
  }

  /** Fetches commits that no ref reaches, and keeps them. Those that the server refuses stay missing. */
  async fetchCommits(ids: readonly string[]): Promise<void> {
    await this.#mirrors.fetchObjects(this.folder, ids, { keepAs: 'refs', signal: this.#signal });
  }

  close(): void {
    this.#paths.close();
    this.#patches.close();
    this.#blobs.close();
    this.#onClose();
  }
}
