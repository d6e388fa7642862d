/** A regular file of one folder. */
export interface TreeFile {
  readonly name: string;
  readonly blob: string;
}

const regularMode = /^100\d{3}$/;

/**
 * The regular files of a tree object: entries are `<mode> <name>`, a NUL, and an object id of `idBytes`
 * bytes. Folders, links and submodules are left out, and names that are not UTF-8.
 */
export function regularFiles(tree: Buffer, idBytes: number): TreeFile[] {
  const files: TreeFile[] = [];
  for (let at = 0; at < tree.length;) {
    const end = tree.indexOf(0, at);
    if (end < 0 || end + 1 + idBytes > tree.length) return files;
    const entry = tree.toString('utf8', at, end);
    const space = entry.indexOf(' ');
    const name = entry.slice(space + 1);
    if (regularMode.test(entry.slice(0, space)) && !name.includes('\ufffd')) {
      files.push({ name, blob: tree.toString('hex', end + 1, end + 1 + idBytes) });
    }
    at = end + 1 + idBytes;
  }
  return files;
}
