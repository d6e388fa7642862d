import type { LinkedIssue } from '@evoline/contract/mine';
import { describe, expect, it } from 'vitest';
import { renderIssueText } from './issue-text.ts';

const issue = (more: Partial<LinkedIssue>): LinkedIssue => ({
  repository: 'o/n',
  number: 1,
  kind: 'closing_keyword',
  title: 'It crashes',
  body: 'on start\r\nalways\r\n',
  createdAt: null,
  crossRepository: false,
  textAsOf: null,
  ...more,
});
const text = (...issues: LinkedIssue[]) =>
  renderIssueText({ issues, pullRequestTitle: ' Fix the crash ' });

describe('renderIssueText', () => {
  it('is title and body of the linked issues, with plain line feeds', () => {
    expect(text(issue({}), issue({ title: 'And hangs', body: null }))).toBe(
      'It crashes\n\non start\nalways\n\nAnd hangs',
    );
  });

  it('leaves out mere mentions where an issue is closed', () => {
    const mention = issue({ kind: 'mention', title: 'Seen elsewhere', body: '' });
    expect(text(mention, issue({ body: '' }))).toBe('It crashes');
    expect(text(mention)).toBe('Seen elsewhere');
  });

  it('falls back to the title of the pull request when only numbers are known', () => {
    expect(text(issue({ title: null, body: null }))).toBe('Fix the crash');
    expect(text()).toBe('Fix the crash');
  });
});
