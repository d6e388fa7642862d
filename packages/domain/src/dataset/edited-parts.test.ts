import { itemFormat, type LinkedIssue, type PullRequestItem } from '@evoline/contract/mine';
import { expect, test } from 'vitest';
import { editedParts } from './edited-parts.ts';

const issue = (number: number, over: Partial<LinkedIssue> = {}): LinkedIssue => ({
  repository: 'o/a',
  number,
  kind: 'closing_keyword',
  crossRepository: false,
  title: 'Broken',
  body: 'It does not work.',
  createdAt: null,
  textAsOf: null,
  ...over,
});
const item: PullRequestItem = {
  format: itemFormat,
  repository: 'o/a',
  number: 7,
  title: 'Fix it',
  body: 'Fixes #1',
  mergedAt: '2026-01-01T00:00:00Z',
  baseTip: 'a',
  mergeBase: 'a',
  head: 'b',
  landed: 'c',
  landing: 'squash',
  author: { kind: 'human', evidence: [] },
  licence: { spdx: 'MIT', path: 'LICENSE', confidence: 1 },
  language: 'Python',
  issues: [issue(1), issue(2)],
  files: [{ path: 'a.py', previousPath: null, status: 'modified', before: 'a', after: 'b' }],
  context: [],
  contextBy: { method: 'none', model: null },
  patch: 'p',
};

test.each([
  ['title', { title: 'Repair it' }, ''],
  ['description', { body: 'Fixes #1, see there' }, ''],
  ['issue_text', { issues: [issue(1, { title: 'Still broken' }), issue(2)] }, 'text of o/a#1'],
  ['issue_linked', { issues: [issue(1), issue(2), issue(3)] }, 'linked o/a#3'],
  ['issue_unlinked', { issues: [issue(2)] }, 'unlinked o/a#1'],
  ['code', { files: [], patch: '' }, 'a.py'],
  ['context', { context: [{ path: 'b.py', content: 'b' }] }, ''],
  ['licence', { licence: { ...item.licence, spdx: 'ISC' } }, ''],
  ['other', { mergedAt: null }, ''],
  ['other', { issues: [issue(1, { kind: 'connected' }), issue(2)] }, 'o/a#1 is connected now'],
] satisfies [string, Partial<PullRequestItem>, string][])(
  'an edit of %s is told by its part',
  (part, over, evidence) => {
    expect(editedParts(item, { ...item, ...over })).toEqual({ parts: [part], evidence });
  },
);

test('several edits are told together, and the same edition is no edit', () => {
  const both = { ...item, title: 'Repair it', issues: [issue(2), issue(9)] };
  expect(editedParts(item, both)).toEqual({
    parts: ['title', 'issue_linked', 'issue_unlinked'],
    evidence: 'linked o/a#9, unlinked o/a#1',
  });
  expect(editedParts(item, structuredClone(item)).parts).toEqual([]);
});

test('what was edited is told without any text of the pull request', () => {
  const secret = { ...item, title: 'my secret', body: 'my secret', files: [], patch: 'my secret' };
  expect(editedParts(item, secret).evidence).not.toContain('secret');
});
