import type { Authorship } from './authorship.ts';

const keywords = /\[bot\]|dependabot|renovate|automerge/i;
/** Accounts and names of services that open pull requests by themselves. */
const services =
  /^(?:allcontributors|codecov|deepsource|depfu|github-actions|greenkeeper|imgbot|mend|mergify|pre-commit-ci|pyup(?:\.io)?|restyled|scala[ -]steward|snyk|sourcery-ai|weblate|whitesource)\b|(?:^|[-_ .])bot$|^bot[-_ ]/i;
const bump = /^(?:\[[^\]]{1,40}\]\s*)?(?:[a-z]+(?:\([^)]{0,60}\))?!?:\s*)?bump\b/i;
const branches =
  /^(?:dependabot|renovate|greenkeeper|snyk-(?:fix|upgrade)|pyup|imgbot|depfu|whitesource-remediate|all-contributors)[/-]|^pre-commit-ci-/i;
/** Trailers of a squash message name helpers, not the author. */
const trailer = /^(?:[A-Z][\w-]+-by|Co-authored-by|Signed-off-by):.*$/gim;

/**
 * Why a pull request counts as written by a bot, or null. SWE-RL drops those whose title, description
 * or user name holds `[bot]`, `dependabot`, `renovate`, `bump` or `automerge` (appendix A); here `bump`
 * counts only where a title begins with it, because people bump limits too.
 */
export function botSign(of: Authorship): string | null {
  if (of.isBotAccount) return 'an account of type Bot';
  if (keywords.test(of.login) || services.test(of.login)) return 'the user name of a bot';
  if (keywords.test(of.title)) return 'a bot named in the title';
  if (bump.test(of.title)) return 'a title that begins with bump';
  if (branches.test(of.branch)) return `the branch ${branchFolder(of.branch)}`;
  return keywords.test(of.body.replace(trailer, '')) ? 'a bot named in the description' : null;
}

function branchFolder(branch: string): string {
  return /^[\w.-]{1,40}\//.exec(branch)?.[0] ?? branch.slice(0, 40);
}
