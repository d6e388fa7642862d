import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readOptOut, readOptOutList } from './read-opt-out-list.ts';

test('a list names kind, subject and a note; empty lines and comments count for nothing', () => {
  const text =
    '\uFEFF# asked in November\r\n\r\nrepository Pallets/* by mail, ticket 7\nauthor @OctoCat';
  expect(readOptOutList(text)).toEqual({
    optOuts: [
      { kind: 'repository', subject: 'pallets/*', line: 3, note: 'by mail, ticket 7' },
      { kind: 'author', subject: 'octocat', line: 4, note: null },
    ],
    repeated: [],
    bad: [],
  });
});

test('every line that is not understood is named by its number, with what was expected', () => {
  const text =
    'author octocat\nauthors octocat\nrepository pallets\npull-request a/b\nauthor -x-\nauthor\n';
  const { bad } = readOptOutList(text);
  expect(bad.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
  expect(bad[0]?.reason).toBe('expected repository, author or pull-request, not "authors"');
  expect(bad[1]?.reason).toContain('expected owner/name');
});

test('somebody who is named twice, however they are spelled, is listed once and told of', () => {
  const text = 'pull-request https://git.example/A/b/pull/7\nauthor x\npull-request a/B#7';
  const { optOuts, repeated } = readOptOutList(text);
  expect(optOuts.map(({ subject }) => subject)).toEqual(['a/b#7', 'x']);
  expect(repeated).toEqual([{ line: 3, firstLine: 1 }]);
});

test.each([
  ['repository', 'https://git.example/owner/name.git', 'owner/name'],
  ['repository', 'owner/na*', 'owner/na*'],
  ['author', 'dependabot[bot]', 'dependabot[bot]'],
  ['author', 'mona_acme', 'mona_acme'],
  ['pull-request', 'https://git.example/o/n/pull/12/', 'o/n#12'],
])('%s %s is %s', (kind, subject, read) => {
  expect(readOptOut(kind, subject)).toEqual({ kind, subject: read });
});

test.each([
  ['repository', '*/*'],
  ['repository', '*'],
  ['repository', 'a/b/c'],
  ['author', 'two words'],
  ['pull-request', 'a/b#0'],
  ['pull-request', 'a/*#7'],
])('%s %s is refused', (kind, subject) => {
  expect(readOptOut(kind, subject)).toBeTypeOf('string');
});

test('any text at all is read line by line: each line is an opt-out, repeated, bad or empty', () => {
  const words = fc.constantFrom(
    'author',
    'repository',
    'a/b',
    'x',
    '#',
    '  ',
    'pull-request',
    'a/b#1',
  );
  const lines = fc.array(
    fc.oneof(
      fc.array(words).map((w) => w.join(' ')),
      fc.string(),
    ),
  );
  fc.assert(
    fc.property(lines, (texts) => {
      const { optOuts, repeated, bad } = readOptOutList(texts.join('\n'));
      const numbers = [...optOuts, ...repeated, ...bad].map(({ line }) => line);
      expect(new Set(numbers).size).toBe(numbers.length);
    }),
  );
});
