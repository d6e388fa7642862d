import type { LinkedIssue } from '@evoline/contract/mine';

/**
 * The problem statement of a pull request: title and body of the issues that it closes, else of those
 * that it only mentions, else the pull request's own title. Never its body or its change, which hold the
 * fix.
 */
export function renderIssueText(of: {
  readonly issues: readonly LinkedIssue[];
  readonly pullRequestTitle: string;
}): string {
  const known = of.issues.filter((issue) => (issue.title ?? '').trim() !== '');
  const closed = known.filter((issue) => issue.kind !== 'mention');
  const shown = closed.length > 0 ? closed : known;
  if (shown.length === 0) return of.pullRequestTitle.trim();
  return shown.map((issue) => statement(issue)).join('\n\n');
}

function statement({ title, body }: LinkedIssue): string {
  const lines = `${title ?? ''}\n\n${body ?? ''}`.replaceAll(/\r\n?/g, '\n');
  return lines.trim();
}
