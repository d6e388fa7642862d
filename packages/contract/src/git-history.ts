/** A commit as git tells it. Times are seconds since 1970. */
export interface CommitFacts {
  readonly id: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly authoredAt: number;
  readonly committedAt: number;
  /** The author's name, not the address. */
  readonly author: string;
  /** Subject, blank line, body. */
  readonly message: string;
}

/** One changed path between two trees, as git's raw format gives it. */
export interface TreeChange {
  /** null where the name is not UTF-8. */
  readonly path: string | null;
  /** Set for renames only. */
  readonly previousPath: string | null;
  readonly status: 'added' | 'modified' | 'removed' | 'renamed' | 'retyped';
  /** Octal, such as 100644; 000000 where there is nothing. */
  readonly oldMode: string;
  readonly newMode: string;
  /** Blob ids; null where there is nothing. */
  readonly oldBlob: string | null;
  readonly newBlob: string | null;
}

/** What one commit of the default branch's first-parent line brought. */
export interface MainlineChange {
  readonly commit: string;
  /** Changed paths, old and new names alike; names that are not UTF-8 are left out. */
  readonly paths: readonly string[];
}

/** One entry of a tree object. `other`: a symbolic link or a submodule. */
export interface TreeEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
  readonly id: string;
}

/** What a blob turned out to hold. A NUL byte makes it binary. A byte order mark stays in the text. */
export type BlobContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary' }
  | { readonly kind: 'not_utf8' }
  | { readonly kind: 'missing' };
