/** File names that stand for the folder they lie in. */
const folderNames = /^(?:__init__|index|mod|lib|main|init)$/;

/** The folder of a path; empty for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A path without the ending of its name: `a/b.test.ts` becomes `a/b.test`. */
export function withoutEnding(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > path.lastIndexOf('/') + 1 ? path.slice(0, dot) : path;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Under which names an import may ask for a file: its path without ending, and its folder for an index. */
export function keysOf(path: string): string[] {
  const key = withoutEnding(path);
  const folder = folderOf(path);
  return folder !== '' && folderNames.test(nameOf(key)) ? [key, folder] : [key];
}

/**
 * The name of what a file is about, in lower case: without ending, and without what tests and headers add,
 * so that `test_cart.py`, `cart.spec.ts`, `CartTest.java` and `cart.h` all are `cart`.
 */
export function stemOf(path: string): string {
  const name = nameOf(path).split('.')[0] ?? '';
  const bare = name
    .replace(/^(?:test|tests|spec)[_-]|[_-](?:tests?|spec|unittest|impl|internal|inl)$/i, '')
    .replace(/(?<=[a-z\d])(?:Tests?|IT|Spec|TestCase)$/, '');
  const stem = (bare === '' ? name : bare).toLowerCase();
  return folderNames.test(stem) ? nameOf(folderOf(path)).toLowerCase() : stem;
}

/** Names by which a file can be looked up, in lower case. */
export function lookUpNames(path: string): string[] {
  const names = [stemOf(path), ...keysOf(path).map((key) => nameOf(key).toLowerCase())];
  // A Go package is a folder.
  if (path.endsWith('.go')) names.push(nameOf(folderOf(path)).toLowerCase());
  return [...new Set(names.filter((name) => name !== ''))];
}
