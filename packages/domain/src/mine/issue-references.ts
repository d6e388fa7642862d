import type { LinkKind } from '@evoline/contract/mine';
import { proseOf } from './markdown-prose.ts';

/** An issue, or a pull request, that a text refers to. */
export interface IssueReference {
  /** owner/name as written; the home repository when the text gives none. */
  readonly repository: string;
  readonly number: number;
  readonly kind: Extract<LinkKind, 'closing_keyword' | 'mention'>;
}

const target = [
  String.raw`https?:\/\/(?:www\.)?github\.com\/(?<linkOwner>[\w.-]+)\/(?<linkName>[\w.-]+)\/(?:issues|pull)\/(?<linkNumber>\d{1,9})`,
  String.raw`(?<path>[\w.-]+\/[\w.-]+)?#(?<number>\d{1,9})`,
  String.raw`GH-(?<short>\d{1,9})`,
].join('|');

const reference = new RegExp(
  String.raw`(?<![\w/#&.-])(?:(?<keyword>close[sd]?|fix(?:e[sd])?|resolve[sd]?):?[ \t]+)?(?:${target})(?![\w])`,
  'gi',
);

/**
 * The issues that a body or message refers to, each once, with the strongest kind: `closing_keyword`
 * when one of GitHub's nine keywords stands before it (only the first number after a keyword counts),
 * else `mention`. Comments and code are left out. Written as `#n`, `GH-n`, `owner/name#n` or an address.
 */
export function scanIssueReferences(text: string, home: string): IssueReference[] {
  const found = new Map<string, IssueReference>();
  for (const { groups = {} } of proseOf(text).matchAll(reference)) {
    const { linkOwner, linkName, linkNumber, path, number, short, keyword } = groups;
    const seen: IssueReference = {
      repository: linkOwner === undefined ? (path ?? home) : `${linkOwner}/${linkName}`,
      number: Number(linkNumber ?? number ?? short),
      kind: keyword === undefined ? 'mention' : 'closing_keyword',
    };
    const key = `${seen.repository.toLowerCase()}#${seen.number}`;
    if (seen.number > 0 && found.get(key)?.kind !== 'closing_keyword') found.set(key, seen);
  }
  return [...found.values()];
}
