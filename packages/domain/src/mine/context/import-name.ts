import { folderOf, keysOf } from './file-names.ts';

/** What an import asks for, as far as its text tells. */
export interface ImportName {
  /**
   * path: this very file, from the root of the repository, without ending. suffix: a file whose path ends so.
   * tail: a file whose path ends in the last two or more parts of it. folder: a folder that it ends in.
   */
  readonly kind: 'path' | 'suffix' | 'tail' | 'folder';
  /** With slashes, and without an ending. */
  readonly name: string;
}

/** Whether an import asks for a file. */
export function asksFor({ kind, name }: ImportName, path: string): boolean {
  if (kind === 'folder') {
    const folder = folderOf(path);
    return path.endsWith('.go') && folder !== '' && endsIn(name, folder);
  }
  const keys = keysOf(path);
  if (kind === 'path') return keys.includes(name);
  if (kind === 'suffix') return keys.some((key) => endsIn(key, name));
  const parts = name.split('/').slice(-2).join('/');
  return keys.some((key) => endsIn(key, parts) || endsIn(parts, key));
}

/** Whether a path ends in another, at the beginning of a part. */
function endsIn(path: string, end: string): boolean {
  return path === end || (path.endsWith(end) && path.at(-end.length - 1) === '/');
}

/** A path that is written from a folder, as it is from the root; null when it leads out of there. */
export function joined(folder: string, path: string): string | null {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.length === 0 ? null : parts.join('/');
}
