import type { PullRequestItem } from '@evoline/contract/mine';
import { isTestPath } from '../../mine/files/test-path.ts';

/** A change cut by file: what touches tests, and the rest. */
export interface SplitPatch {
  readonly patch: string;
  readonly testPatch: string;
}

/** Cuts an item's patch by its files, which stand in the same order. */
export function splitPatch({ patch, files }: Pick<PullRequestItem, 'patch' | 'files'>): SplitPatch {
  // No line of a hunk begins like this: each has its sign before it.
  const sections = patch.split(/^(?=diff --git )/m).filter((section) => section !== '');
  if (sections.length !== files.length) return { patch, testPatch: '' };
  const ofTests = sections.map((_, index) => isTestPath(files[index]?.path ?? ''));
  const joined = (wanted: boolean): string =>
    sections.filter((_, index) => ofTests[index] === wanted).join('');
  return { patch: joined(false), testPatch: joined(true) };
}
