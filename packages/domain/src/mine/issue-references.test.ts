import { describe, expect, it } from 'vitest';
import { scanIssueReferences } from './issue-references.ts';

const scan = (text: string) =>
  scanIssueReferences(text, 'o/n').map(
    ({ repository, number, kind }) => `${kind === 'mention' ? '' : '!'}${repository}#${number}`,
  );

describe('scanIssueReferences', () => {
  it.each([
    'close',
    'closes',
    'closed',
    'fix',
    'fixes',
    'fixed',
    'resolve',
    'resolves',
    'resolved',
  ])('takes %s before a number as closing it', (keyword) => {
    expect(scan(`${keyword} #7`)).toEqual(['!o/n#7']);
    expect(scan(`It ${keyword.toUpperCase()}: #7.`)).toEqual(['!o/n#7']);
  });

  it('reads numbers, GH numbers, other repositories and addresses', () => {
    expect(scan('Fixes #1')).toEqual(['!o/n#1']);
    expect(scan('Fixes GH-2')).toEqual(['!o/n#2']);
    expect(scan('Fixes a-b/c.d#3')).toEqual(['!a-b/c.d#3']);
    expect(scan('Fixes https://github.com/a/b/issues/4')).toEqual(['!a/b#4']);
    expect(scan('see (#5), a/b#6; https://github.com/a/b/pull/8/files')).toEqual([
      'o/n#5',
      'a/b#6',
      'a/b#8',
    ]);
  });

  it('closes only the first number after a keyword', () => {
    expect(scan('fixes #1, #2 and #3')).toEqual(['!o/n#1', 'o/n#2', 'o/n#3']);
  });

  it('keeps the strongest evidence when an issue is referred to twice', () => {
    expect(scan('#1 is bad. Closes #1. See #1.')).toEqual(['!o/n#1']);
  });

  it('does not look into comments, fences or code spans', () => {
    expect(scan('<!-- fixes #1 --> `fixes #2` ``fixes ` #3``')).toEqual([]);
    expect(scan('```\nfixes #1\n```\n~~~~ py\nfixes #2\n~~~\n~~~~\nfixes #3')).toEqual(['!o/n#3']);
    expect(scan('<!-- never closed, fixes #1')).toEqual([]);
  });

  it.each(['prefixes #x', 'foo#', 'a#b', '&#39;', '#0', 'page.html#12', 'x#1y', '#12ab', '##1'])(
    'sees nothing in %j',
    (text) => {
      expect(scan(text)).toEqual([]);
    },
  );

  it('takes hotfix #1 as a mention: the keyword is a whole word', () => {
    expect(scan('hotfix #1')).toEqual(['o/n#1']);
  });

  it('stays fast on hostile text', () => {
    expect(scan('<!--'.repeat(100_000))).toEqual([]);
    expect(scan(`${'`'.repeat(50_000)}\n${'fix '.repeat(100_000)}`)).toEqual([]);
  });
});
