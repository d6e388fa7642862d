import type { RevertedChange } from '@evoline/contract/mine';

/** `Revert "…"`, `Revert the cache`, `revert: …`, `fix(core): revert PR #12`; not going back to a value. */
const title =
  /^(?:\[[^\]]{1,30}\]\s*)?(?:revert(?:\([^)]{0,40}\))?!?:\s|revert(?:s|ed|ing)?\s+(?!(?:back|to)\b)|[a-z]+(?:\([^)]{0,60}\))?!?:\s*revert(?:s|ed|ing)?\s+(?:["“'`]|(?:.{0,60}\s|\()?#\d))/i;
const branch = /(?:^|\/)revert-(?<number>\d{1,9})-/;
const byCommit = /This reverts (?:merge )?commit (?<commit>[0-9a-f]{7,40})/i;
const byNumber = /^Reverts? (?:[\w.-]+\/[\w.-]+)?#(?<number>\d{1,9})\b/im;
const numberInTitle =
  /\(#(?<number>\d{1,9})\)["”'`]|revert\w*\s+(?:(?:PR|pull request)\s+)?#(?<named>\d{1,9})\b/i;

/**
 * What a pull request takes back, or null when it is no revert. The title, GitHub's branch name or the
 * description has to say that all of it is one; a commit that was reverted on the way does not count.
 */
export function revertedChange(of: {
  readonly title: string;
  readonly body: string;
  readonly branch: string;
  /** Of its own commits. */
  readonly messages: readonly string[];
}): RevertedChange | null {
  const numbers = [branch.exec(of.branch), byNumber.exec(of.body), numberInTitle.exec(of.title)];
  const isRevert = title.test(of.title) || branch.test(of.branch) || byNumber.test(of.body);
  if (!isRevert) return null;
  const groups = numbers.find((match) => match !== null)?.groups;
  const found = groups?.['number'] ?? groups?.['named'];
  const texts = [of.body, ...of.messages];
  const commit = texts.map((text) => byCommit.exec(text)?.groups?.['commit']).find(Boolean);
  return { pullRequest: found === undefined ? null : Number(found), commit: commit ?? null };
}
