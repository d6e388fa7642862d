/** What is known about who wrote a pull request. Empty strings where nothing is known. */
export interface Authorship {
  readonly login: string;
  /** true when GitHub says that the account is of type Bot. */
  readonly isBotAccount: boolean;
  readonly title: string;
  readonly body: string;
  /** Name of the head branch. */
  readonly branch: string;
}

const names = /\[bot\]|dependabot|renovate|automerge/i;
const bump = /^(?:\[[^\]]{1,40}\]\s*)?(?:[a-z]+(?:\([^)]{0,60}\))?!?:\s*)?bump\b/i;
const branches =
  /^(?:dependabot|renovate|greenkeeper|snyk-(?:fix|upgrade)|pyup|imgbot)[/-]|^pre-commit-ci-/i;
/** Trailers of a squash message name helpers, not the author. */
const trailer = /^(?:[A-Z][\w-]+-by|Co-authored-by|Signed-off-by):.*$/gim;

/**
 * Why a pull request counts as written by a bot, or null. SWE-RL drops those whose title, description
 * or user name holds `[bot]`, `dependabot`, `renovate`, `bump` or `automerge` (appendix A); here `bump`
 * counts only where a title begins with it, because people bump limits too.
 */
export function botEvidence(of: Authorship): string | null {
  if (of.isBotAccount) return 'account of type Bot';
  if (names.test(of.login)) return `user name ${of.login}`;
  if (names.test(of.title)) return 'keyword in title';
  if (bump.test(of.title)) return 'title begins with bump';
  if (branches.test(of.branch)) return `branch ${of.branch}`;
  if (names.test(of.body.replace(trailer, ''))) return 'keyword in description';
  return null;
}
