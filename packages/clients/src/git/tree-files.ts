import type { TreeEntry } from '@evoline/contract/git-history';

/** A regular file of one folder. */
export interface TreeFile {
  readonly name: string;
  readonly blob: string;
}

/** The regular files of a tree object; see `treeEntries`. */
export function regularFiles(tree: Buffer, idBytes: number): TreeFile[] {
  const files = treeEntries(tree, idBytes).filter(({ kind }) => kind === 'file');
  return files.map(({ name, id }) => ({ name, blob: id }));
}

/**
 * The entries of a tree object: each is `<mode> <name>`, a NUL, and an object id of `idBytes` bytes. Names
 * that are not UTF-8 are left out.
 */
export function treeEntries(tree: Buffer, idBytes: number): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < tree.length;) {
    const end = tree.indexOf(0, at);
    if (end < 0 || end + 1 + idBytes > tree.length) return entries;
    const entry = tree.toString('utf8', at, end);
    const space = entry.indexOf(' ');
    const name = entry.slice(space + 1);
    const id = tree.toString('hex', end + 1, end + 1 + idBytes);
    if (!name.includes('\ufffd')) entries.push({ name, kind: kindOf(entry.slice(0, space)), id });
    at = end + 1 + idBytes;
  }
  return entries;
}

/** By the mode, in octal. */
function kindOf(mode: string): TreeEntry['kind'] {
  if (/^100\d{3}$/.test(mode)) return 'file';
  return mode === '40000' ? 'folder' : 'other';
}
