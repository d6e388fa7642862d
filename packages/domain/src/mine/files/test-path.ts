const folders = new Set([
  '__tests__',
  'e2e',
  'spec',
  'specs',
  'test',
  'testing',
  'tests',
  'testsuite',
  'unittest',
  'unittests',
]);

/** Case counts where words are glued together: `ContestTests.cs` is one, `latests.cs` is none. */
const names = [
  /^tests?[_.-]|[_.-](?:test|tests|spec|specs|e2e)\.[^.]+$|^conftest\.py$|^tests?\.[^.]+$/i,
  /(?:[a-z0-9]|^)(?:Test|Tests|TestCase|Spec|Specs|IT)\.(?:java|kt|kts|groovy|scala|cs|fs|vb|swift|php|m|mm|ts|js|cpp|cc|hs)$/,
  /^Test[A-Z]\w*\.(?:java|kt|cs|php|cpp|cc)$/,
];

/** Folders such as `unit-tests` or `MyProject.Tests`. */
const folderName = /(?:^|[._-])tests?$/i;

/**
 * Whether a path names a test: by a whole folder name or by the file's name. Parts of words do not count,
 * so that `contest.py` and `latest/` are none.
 */
export function isTestPath(path: string): boolean {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  return (
    parts.some((part) => folders.has(part.toLowerCase()) || folderName.test(part)) ||
    names.some((pattern) => pattern.test(name))
  );
}
