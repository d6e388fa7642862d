import type { BlobContent, TreeChange, TreeEntry } from '@evoline/contract/git-history';

export interface TreePatch {
  readonly changes: readonly TreeChange[];
  readonly patch: string;
}

/** A file in the root of a tree. */
export interface RootFile {
  readonly name: string;
  readonly blob: string;
}

/** What extraction asks of git. Answers are null or `missing` where git does not hold an object. */
export interface GitReader {
  /** Renames show as removal and addition; no file contents are read. */
  changedPaths(oldTree: string, newTree: string): Promise<TreePatch | 'too_long' | null>;
  /** Renames at half alike, and the unified diff with full object ids. */
  patch(oldTree: string, newTree: string): Promise<TreePatch | 'too_long' | null>;
  /** Regular files in the root of a tree; null where git does not hold it. */
  rootFiles(tree: string): Promise<readonly RootFile[] | null>;
  /** Entries of a tree; null where git does not hold it. */
  entriesOf(tree: string): Promise<readonly TreeEntry[] | null>;
  /** Bytes. */
  blobSizes(ids: readonly string[]): Promise<(number | null)[]>;
  blobContents(ids: readonly string[]): Promise<BlobContent[]>;
  /** Whether blobs may have been left on the server. */
  isBlobless(): Promise<boolean>;
  /** Brings blobs here that were left on the server; does nothing for a whole mirror. */
  fetchBlobs(ids: readonly string[]): Promise<void>;
}
