import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommitGraph } from './commit-graph.ts';
import { mergeBase, ownCommits } from './merge-base.ts';

/** Parents by distance backwards, and a commit date that may lie before those of its parents. */
const history = fc.array(
  fc.record({
    back: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }),
    date: fc.nat(9),
  }),
  { minLength: 2, maxLength: 24 },
);

describe('mergeBase', () => {
  let folder = '';
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', ['-C', folder, ...args], { input, encoding: 'utf8' });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'evoline-merge-base-'));
    git(['init', '--quiet', '--bare', '.']);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('prints what git merge-base prints on any history, clock skew and ties included', () => {
    fc.assert(
      fc.property(history, (commits) => {
        const { graph, ids } = write(git, commits);
        for (const [at, one] of ids.entries()) {
          for (const other of [ids[0], ids[at >> 1], ids.at(-1)]) {
            expect(mergeBase(graph, one, other ?? '')).toBe(gitMergeBase(git, one, other ?? ''));
          }
        }
      }),
      { numRuns: 6 },
    );
  }, 120_000);

  it('finds the commits of a branch as git rev-list does', () => {
    const linear = Array.from({ length: 6 }, (_, date) => ({ back: date === 0 ? [] : [1], date }));
    const { graph, ids } = write(git, [
      ...linear,
      { back: [3], date: 7 },
      { back: [1, 2], date: 8 },
    ]);
    const [base, head] = [ids[5] ?? '', ids[7] ?? ''];
    const expected = git(['rev-list', `${base}..${head}`])
      .trim()
      .split('\n');
    expect(ownCommits(graph, base, head)).toEqual(expected);
  });

  it('knows no merge base of unrelated or unknown commits', () => {
    const { graph, ids } = write(git, [
      { back: [], date: 1 },
      { back: [], date: 2 },
    ]);
    expect(mergeBase(graph, ids[0] ?? '', ids[1] ?? '')).toBeNull();
    expect(mergeBase(graph, ids[0] ?? '', 'f'.repeat(40))).toBeNull();
  });
});

type Git = (args: readonly string[], input?: string) => string;

function write(git: Git, commits: readonly { back: readonly number[]; date: number }[]) {
  const stream = commits.map(({ back, date }, index) => {
    const parents = back.map((distance) => index - distance).filter((parent) => parent >= 0);
    const lines = parents.map(
      (parent, place) => `${place === 0 ? 'from' : 'merge'} :${parent + 1}\n`,
    );
    const start = parents.length === 0 ? 'reset refs/heads/x\n' : '';
    const seconds = 1_000_000 + date;
    return `${start}commit refs/heads/x\nmark :${index + 1}\ncommitter a <a@example.com> ${seconds} +0000\ndata <<E\n${index}\nE\n${lines.join('')}\n`;
  });
  const marks = commits.map((_, index) => `get-mark :${index + 1}\n`).join('');
  const ids = git(['fast-import', '--quiet', '--force'], stream.join('') + marks)
    .trim()
    .split('\n');
  const graph = new CommitGraph();
  for (const [index, id] of ids.entries()) {
    const { back = [], date = 0 } = commits[index] ?? {};
    const parents = back
      .map((distance) => ids[index - distance])
      .filter((sha) => sha !== undefined);
    const times = { authoredAt: 0, committedAt: 1_000_000 + date };
    graph.add({ id, tree: '', parents, ...times, author: 'a', message: '' });
  }
  return { graph, ids };
}

function gitMergeBase(git: Git, one: string, other: string): string | null {
  try {
    return git(['merge-base', one, other]).trim();
  } catch {
    return null;
  }
}
