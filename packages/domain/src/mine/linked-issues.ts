import { LinkKind, type LinkedIssue } from '@evoline/contract/mine';
import { cleanText } from './clean-text.ts';
import { scanIssueReferences } from './issue-references.ts';

/** Texts that may refer to issues, and what is known not to be one. */
export interface LinkSources {
  /** owner/name that a bare `#n` belongs to. */
  readonly repository: string;
  readonly title: string;
  readonly body: string;
  /** Messages of the commits of the pull request and of what landed. */
  readonly messages: readonly string[];
  /** Issues that the source itself names, with its evidence and perhaps their text. */
  readonly known: readonly LinkedIssue[];
  /** Whether a number of the home repository is a pull request and not an issue. */
  readonly isPullRequest: (number: number) => boolean;
}

/**
 * Every linked issue once, with its strongest evidence, ordered by repository and number. Cross
 * references stay; pull requests of the home repository are left out.
 */
export function linkIssues(sources: LinkSources): LinkedIssue[] {
  const isHome = (name: string) => name.toLowerCase() === sources.repository.toLowerCase();
  const found = new Map<string, LinkedIssue>();
  const take = (issue: LinkedIssue) => {
    const key = `${issue.repository.toLowerCase()}#${issue.number}`;
    const before = found.get(key);
    found.set(key, before === undefined ? issue : stronger(before, issue));
  };
  for (const issue of sources.known) take(withCleanText(issue));
  for (const text of [sources.title, sources.body, ...sources.messages]) {
    for (const reference of scanIssueReferences(text, sources.repository)) {
      take({ ...reference, ...unknownText, crossRepository: !isHome(reference.repository) });
    }
  }
  return [...found.values()]
    .filter((issue) => !(isHome(issue.repository) && sources.isPullRequest(issue.number)))
    .toSorted((a, b) => compareText(a.repository, b.repository) || a.number - b.number);
}

const unknownText = { title: null, body: null, createdAt: null, textAsOf: null };

const strength = LinkKind.options;

function stronger(one: LinkedIssue, other: LinkedIssue): LinkedIssue {
  const isFirst = strength.indexOf(one.kind) <= strength.indexOf(other.kind);
  const [best, rest] = isFirst ? [one, other] : [other, one];
  const { title, body, createdAt, textAsOf } = best.title === null ? rest : best;
  return { ...best, title, body, createdAt: createdAt ?? best.createdAt, textAsOf };
}

function withCleanText(issue: LinkedIssue): LinkedIssue {
  const title = issue.title === null ? null : cleanText(issue.title);
  return { ...issue, title, body: issue.body === null ? null : cleanText(issue.body) };
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
