import type { StructuredPatch } from 'diff';

const lockFiles = new Set([
  'bun.lock',
  'bun.lockb',
  'cargo.lock',
  'composer.lock',
  'conan.lock',
  'deno.lock',
  'flake.lock',
  'gemfile.lock',
  'go.sum',
  'go.work.sum',
  'gradle.lockfile',
  'mix.lock',
  'npm-shrinkwrap.json',
  'package-lock.json',
  'package.resolved',
  'packages.lock.json',
  'paket.lock',
  'pdm.lock',
  'pipfile.lock',
  'pixi.lock',
  'pnpm-lock.yaml',
  'podfile.lock',
  'poetry.lock',
  'pubspec.lock',
  'pylock.toml',
  'stack.yaml.lock',
  'uv.lock',
  'yarn.lock',
]);

/** Whether a path names a file that a package manager writes. */
export function isLockFile(path: string): boolean {
  return lockFiles.has(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
}

const longVersion = /\bv?\d+\.\d+\.\d+[\w.+-]*/g;
const shortVersion = /\bv?\d+(?:\.\d+)*[\w.+-]*/g;
const commitId = /\b(?:sha256:)?(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g;
/** Where a short number is a version too: named so, or pinned without spaces as in `carton>=2`. */
const speaksOfVersions = /version|\brev\b|\buses:|[\w\]](?:[=~<>!]=|[<>])v?\d|["']\^\d/i;

/**
 * Whether every hunk of a change is noise: in a lock file, or moving version numbers and pinned commit
 * ids only. SWE-RL flags hunks as CodeLlama's authors do and drops a pull request only when all its
 * hunks are flagged (appendix A). A change without any hunk is not noise.
 */
export function isNoiseOnly(
  patches: readonly Pick<StructuredPatch, 'newFileName' | 'hunks'>[],
): boolean {
  const withHunks = patches.filter((patch) => patch.hunks.length > 0);
  return (
    withHunks.length > 0 &&
    withHunks.every(
      ({ newFileName, hunks }) =>
        isLockFile(newFileName ?? '') || hunks.every(({ lines }) => isVersionBump(lines)),
    )
  );
}

/** Whether the removed and the added lines of a hunk are the same but for versions and commit ids. */
export function isVersionBump(lines: readonly string[]): boolean {
  const removed = lines.filter((line) => line.startsWith('-')).map(withoutVersions);
  const added = lines.filter((line) => line.startsWith('+')).map(withoutVersions);
  return (
    removed.length > 0 &&
    removed.length === added.length &&
    removed.every((line, index) => line === added[index] && line.includes('\0'))
  );
}

function withoutVersions(line: string): string {
  const text = line.slice(1).replace(commitId, '\0').replace(longVersion, '\0');
  return speaksOfVersions.test(line) ? text.replace(shortVersion, '\0') : text;
}
