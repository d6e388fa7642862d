import type { BlobContent, TreeChange } from '@evoline/contract/git-history';
import type { DropReason, FilterConfig } from '@evoline/contract/mine';
import type { StructuredPatch } from 'diff';
import { botEvidence } from './bot-evidence.ts';
import { isSafePath, isSubmodule, isSymlink } from './changed-path.ts';
import { isLockFile, isNoiseOnly } from './noise-change.ts';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import { isExcludedRepository } from './swe-bench-repositories.ts';

/** What is known without git. The first rule that holds gives the reason; null keeps it for now. */
export function dropByOrigin(
  candidate: PullRequestCandidate,
  repository: string,
  filters: FilterConfig,
): DropReason | null {
  if (isExcludedRepository(repository, filters.excludedRepositories)) return 'excluded_repository';
  if (!candidate.merged) return 'not_merged';
  const { author: login, isBotAccount, title, body, branch } = candidate;
  return botEvidence({ login, isBotAccount, title, body, branch }) === null ? null : 'bot_author';
}

/** What the changed paths show. */
export function dropByTree(
  changes: readonly TreeChange[],
  filters: FilterConfig,
): DropReason | null {
  const paths = changes.map((change) => change.path);
  if (changes.length === 0) return 'empty_change';
  if (paths.every((path) => path !== null && isLockFile(path))) return 'lock_files_only';
  if (changes.length > filters.maxChangedFiles) return 'too_many_files';
  if (changes.some(isSubmodule)) return 'submodule';
  if (changes.some(isSymlink)) return 'symlink';
  if (paths.includes(null)) return 'not_utf8';
  const isUnsafe = (path: string | null) => path !== null && !isSafePath(path);
  return changes.some((change) => isUnsafe(change.path) || isUnsafe(change.previousPath))
    ? 'unsafe_path'
    : null;
}

/** What the sizes of the blobs show, in bytes; null for a blob that git does not hold. */
export function dropBySizes(
  sizes: readonly (number | null)[],
  filters: FilterConfig,
): DropReason | null {
  if (sizes.includes(null)) return 'objects_missing';
  return sizes.some((size) => (size ?? 0) > filters.maxFileBytes) ? 'too_large' : null;
}

/** What the contents before and after show. */
export function dropByContents(contents: readonly BlobContent[]): DropReason | null {
  const kinds = new Set(contents.map((content) => content.kind));
  if (kinds.has('missing')) return 'objects_missing';
  if (kinds.has('binary')) return 'binary_file';
  return kinds.has('not_utf8') ? 'not_utf8' : null;
}

/** What the hunks show. */
export function dropByHunks(
  patches: readonly StructuredPatch[],
  filters: FilterConfig,
): DropReason | null {
  const lines = changedLines(patches);
  if (lines === 0) return 'empty_change';
  if (lines > filters.maxChangedLines) return 'too_large';
  return isNoiseOnly(patches) ? 'lock_files_only' : null;
}

/** Added and removed lines together. */
export function changedLines(patches: readonly Pick<StructuredPatch, 'hunks'>[]): number {
  let lines = 0;
  for (const { hunks } of patches) {
    for (const hunk of hunks) {
      lines += hunk.lines.filter((line) => line.startsWith('+') || line.startsWith('-')).length;
    }
  }
  return lines;
}
