import type { FoundIssue } from '@evoline/contract/mine-pages';
import { describe, expect, it } from 'vitest';
import { CommitGraph } from './commit-graph.ts';
import { firstCommitAt, issueAsOf } from './issue-as-of.ts';

const day = (number: number) => `2024-01-0${number}T00:00:00Z`;
const text = (number: number, body: string | null) => ({
  from: day(number),
  title: `t${number}`,
  body,
});
const rules = (first: number, edited: 'keep' | 'drop' = 'keep') => ({
  firstCommitAt: Date.parse(day(first)) / 1000,
  edited,
  home: 'o/n',
});
const issue = (texts: FoundIssue['texts'], more: Partial<FoundIssue> = {}): FoundIssue => ({
  repository: 'O/N',
  number: 7,
  kind: 'closing_reference',
  createdAt: day(1),
  texts,
  ...more,
});

describe('issueAsOf', () => {
  it('is the last text that stood before the first commit', () => {
    const found = issue([text(1, 'broken'), text(2, 'very broken'), text(4, 'fix line 3')]);
    expect(issueAsOf(found, rules(3))).toEqual({
      repository: 'O/N',
      number: 7,
      kind: 'closing_reference',
      crossRepository: false,
      createdAt: day(1),
      title: 't2',
      body: 'very broken',
      textAsOf: day(2),
    });
  });

  it('says so when the text of that time is lost, or drops it', () => {
    for (const texts of [[text(4, 'edited')], [text(1, null), text(4, 'edited')]]) {
      const kept = issueAsOf(issue(texts), rules(3));
      expect(kept).toMatchObject({ title: 't4', body: 'edited', textAsOf: null });
      const dropped = issueAsOf(issue(texts), rules(3, 'drop'));
      expect(dropped).toMatchObject({ number: 7, title: null, body: null, textAsOf: null });
    }
  });

  it('takes no statement from an issue that is younger than the work', () => {
    const found = issue([text(4, 'written for the fix')], { createdAt: day(4) });
    expect(issueAsOf(found, rules(3))).toMatchObject({ title: null, body: null, textAsOf: null });
  });

  it('flags an issue of another repository', () => {
    const found = issue([text(1, 'x')], { repository: 'x/y' });
    expect(issueAsOf(found, rules(3)).crossRepository).toBe(true);
  });
});

describe('firstCommitAt', () => {
  it('is the earliest author date of the own commits, and not of what was merged into them', () => {
    const graph = new CommitGraph();
    const commit = (id: string, authoredAt: number, ...parents: string[]) =>
      graph.add({
        id,
        tree: 't',
        parents,
        authoredAt,
        committedAt: authoredAt + 100,
        author: 'a',
        message: '',
      });
    commit('base', 1);
    commit('main', 5, 'base');
    commit('late', 30, 'base');
    commit('early', 20, 'late');
    commit('merge', 40, 'early', 'main');
    expect(firstCommitAt(graph, 'main', 'merge')).toBe(20);
  });
});
