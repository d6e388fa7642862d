import { describe, expect, it } from 'vitest';
import { CommitGraph } from './commit-graph.ts';
import { findPullRequests } from './history-pull-requests.ts';
import { landingOf } from './landing.ts';

/** Commits by name in the order of their dates, `name < parents: message`. */
function history(...lines: string[]) {
  const graph = new CommitGraph();
  const commits = lines.map((line, date) => {
    const [, id = '', parents = '', author = '', message = ''] =
      /^(\S+)(?: < ([^:@]*?))?(?: @(\S+))?: (.*)$/s.exec(line) ?? [];
    const times = { authoredAt: date, committedAt: date };
    return {
      id,
      tree: `tree of ${id}`,
      author: author === '' ? 'ada' : author,
      message,
      ...times,
      parents: parents === '' ? [] : parents.trim().split(' '),
    };
  });
  for (const commit of commits.toReversed()) graph.add(commit);
  return { graph, head: commits.at(-1)?.id ?? '', pullHeads: new Map<number, string>() };
}

const find = (...lines: string[]) => findPullRequests(history(...lines));
const withHeads = (heads: Record<number, string>, ...lines: string[]) => {
  const pullHeads = new Map(Object.entries(heads).map(([number, id]) => [Number(number), id]));
  return findPullRequests({ ...history(...lines), pullHeads });
};

describe('findPullRequests', () => {
  it('reads merges with their title, body and branch', () => {
    const message = 'Merge pull request #7 from bob/fix-it\n\nFix it\n\nIt was broken.';
    expect(find('a: start', 'b < a: fix', `c < a b: ${message}`)).toEqual([
      {
        number: 7,
        url: null,
        title: 'Fix it',
        body: 'It was broken.',
        merged: true,
        mergedAt: '1970-01-01T00:00:02Z',
        author: 'bob',
        isBotAccount: false,
        branch: 'fix-it',
        baseTip: 'a',
        head: 'b',
        landed: 'c',
        issues: [],
      },
    ]);
  });

  it('reads squashes; without pull request refs the landed commit is the head', () => {
    const [found] = find('a: start', 'b < a @bob: Fix it (#7)\n\nIt was broken.');
    expect(found).toMatchObject({
      number: 7,
      title: 'Fix it',
      body: 'It was broken.',
      author: 'bob',
    });
    expect(found).toMatchObject({ baseTip: 'a', head: 'b', landed: 'b' });
  });

  it('gives a squash its own head back where the refs are there', () => {
    const [found] = withHeads({ 7: 'x' }, 'a: start', 'x < a: wip', 'b < a: Fix it (#7)');
    expect(found).toMatchObject({ head: 'x', landed: 'b' });
  });

  it('takes no number that has no ref, because it belongs to a fork or is an issue', () => {
    const lines = [
      'a: start',
      'x < a: fix',
      'b < a x: Merge pull request #3 from o/b\n\nt',
      'c < b: y (#4)',
    ];
    expect(find(...lines).map(({ number }) => number)).toEqual([4, 3]);
    expect(withHeads({ 9: 'c' }, ...lines)).toEqual([]);
    expect(withHeads({ 3: 'a' }, ...lines)).toEqual([]);
  });

  it('takes the merge before a title that only mentions the number, and the main line first', () => {
    const merge = 'c < b x: Merge pull request #3 from o/b\n\nReal';
    const found = find(
      'a: start',
      'b < a: Mentions (#3)',
      'x < a: fix',
      merge,
      'd < c: Again (#3)',
    );
    expect(found).toMatchObject([{ title: 'Real', landed: 'c' }]);
    const amended = find('a: start', 's < a: Fix (#4)', 'm < a: Fix (#4)', 'n < m s: Merge branch');
    expect(amended).toMatchObject([{ landed: 'm' }]);
  });

  it('finds rebased rows again, also where the base was merged into the branch', () => {
    const lines = ['a: start', 'x < a @bob: one', 'y < x @bob: two', 'b < a: other'];
    const { graph } = history(...lines, 'p < b @bob: one', 'q < p @bob: two');
    // A rebase keeps author and author date, which here are the positions of the originals.
    const copies = new CommitGraph();
    for (let at = 0; at < graph.size; at += 1) {
      const commit = graph.at(at);
      const original = { p: 1, q: 2 }[commit.id];
      copies.add({ ...commit, authoredAt: original ?? commit.authoredAt });
    }
    copies.add({ ...graph.at(0), id: 'm', parents: ['y', 'b'], message: 'Merge main' });
    for (const head of ['y', 'm']) {
      const [found] = findPullRequests({
        graph: copies,
        head: 'q',
        pullHeads: new Map([[5, head]]),
      });
      expect(found).toMatchObject({ number: 5, title: 'one', baseTip: 'b', head, landed: 'q' });
      expect(landingOf(copies, { head, landed: 'q', number: 5 })).toBe('rebase');
    }
  });

  it('finds a head that a hand-made merge brought in', () => {
    const found = withHeads({ 5: 'x' }, 'a: start', 'x < a: fix it', "c < a x: Merge branch 'fix'");
    expect(found).toMatchObject([
      { number: 5, title: 'fix it', baseTip: 'a', head: 'x', landed: 'c' },
    ]);
  });

  it('names a bot that began a branch of the repository itself', () => {
    const merge = 'c < a b: Merge pull request #7 from owner/patch\n\nt';
    expect(find('a: start', 'b < a @dependabot[bot]: up', merge)[0]?.author).toBe(
      'dependabot[bot]',
    );
  });

  it('sees nothing in a revert, and the last of two numbers', () => {
    const found = find('a: start', 'b < a: Revert "Fix (#1)"', 'c < b: Backport fix (#1) (#2)');
    expect(found.map(({ number }) => number)).toEqual([2]);
  });
});

describe('landingOf', () => {
  it('tells merge, squash and unknown', () => {
    const { graph } = history(
      'a: start',
      'x < a: fix',
      'm < a x: Merge',
      's < a: Fix (#7)',
      't < a: Fixed',
    );
    const of = (landed: string | null) => landingOf(graph, { head: 'x', landed, number: 7 });
    expect([of('m'), of('s'), of('t'), of(null), of('nowhere')]).toEqual([
      'merge',
      'squash',
      'squash',
      'unknown',
      'unknown',
    ]);
  });
});
