import type { PullRequestItem } from '@evoline/contract/mine';
import { git } from '@evoline/testing/git/git-process';

/**
 * The tree that git itself gets when it applies an item's patch to the item's merge base, and the tree of
 * the head. Uses the index of the bare repository at `folder`.
 */
export async function appliedTrees(
  folder: string,
  { mergeBase, head, patch }: PullRequestItem,
): Promise<{ readonly applied: string; readonly expected: string }> {
  await git(folder, ['read-tree', mergeBase]);
  await git(folder, ['apply', '--cached', '--whitespace=nowarn', '-'], [patch]);
  const applied = (await git(folder, ['write-tree'])).trim();
  const expected = (await git(folder, ['rev-parse', `${head}^{tree}`])).trim();
  return { applied, expected };
}
