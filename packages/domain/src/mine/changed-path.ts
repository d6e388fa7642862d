import type { TreeChange } from '@evoline/contract/git-history';

const submodule = '160000';
const symlink = '120000';

export function isSubmodule(change: TreeChange): boolean {
  return change.oldMode === submodule || change.newMode === submodule;
}

export function isSymlink(change: TreeChange): boolean {
  return change.oldMode === symlink || change.newMode === symlink;
}

/**
 * Whether a path can be written below a folder without leaving it, and shown on one line: relative,
 * no empty, `.`, `..` or `.git` component, no control character.
 */
export function isSafePath(path: string): boolean {
  if (/[\0-\x1f\x7f\u2028\u2029]/.test(path)) return false;
  return path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/^\.git$/i.test(part));
}
