import type { BenchmarkFile, PullRequestItem } from '@evoline/contract/mine';
import { switchableReasons } from '@evoline/contract/mining-filters';
import { createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { item as itemFacts } from '../../../test/filter-facts.ts';
import { defaultFilters } from '../mine-config.ts';
import { filters } from './filters.ts';
import { utf8Bytes } from './passed-facts.ts';
import { passedFilters } from './passed-filters.ts';

const before = 'def add(a, b):\n    return a - b\n';
const after = 'def add(a, b):\n    return a + b\n';
const minedBy = { filters: defaultFilters, benchmarks: [] };

function patchOf(path: string, [old, now]: readonly [string, string], index = '100644') {
  const hunks = createTwoFilesPatch(`a/${path}`, `b/${path}`, old, now).split('\n').slice(1);
  return [`diff --git a/${path} b/${path}`, `index aaaa..bbbb ${index}`, ...hunks].join('\n');
}

function anItem(over: Partial<PullRequestItem> = {}): PullRequestItem {
  const texts = {
    mergedAt: '2026-05-01T10:00:00Z',
    files: [{ path: 'src/add.py', previousPath: null, status: 'modified', before, after } as const],
    patch: patchOf('src/add.py', [before, after]),
    ...over,
  };
  return itemFacts([], { texts }).item;
}

const byReason = (item: PullRequestItem, by = minedBy) =>
  new Map(passedFilters(item, by).map((passed) => [passed.reason, passed]));

it('says of every filter, in their order, what it measured and what it allows', () => {
  const all = passedFilters(anItem(), minedBy);
  expect(all.map(({ reason }) => reason)).toEqual(filters.map(({ reason }) => reason));
  expect(all.filter(({ outcome }) => outcome === 'refuses_now')).toEqual([]);
  const passed = byReason(anItem());
  expect(passed.get('too_many_files')).toMatchObject({
    outcome: 'passed',
    text: '1 changed file of at most 20',
    value: 1,
    threshold: 20,
  });
  expect(passed.get('too_large')?.text).toBe(
    '2 changed lines of at most 1,000; the largest file has 32 bytes of at most 1,000,000',
  );
  expect(passed.get('licence_not_allowed')?.text).toContain('MIT in LICENSE');
  expect(passed.get('token_budget')?.text).toMatch(/^about \d+ tokens of at most 12,000$/);
});

it('admits what an item alone does not tell', () => {
  const passed = byReason(anItem());
  expect(passed.get('excluded_repository')).toMatchObject({
    outcome: 'in_part',
    untold: 'whether it is a fork of one that is',
  });
  expect(passed.get('generated_code')?.untold).toBe('what .gitattributes said');
  expect(passed.get('benchmark_patch')).toMatchObject({
    outcome: 'idle',
    text: 'the run named no benchmark file to compare with',
  });
  const content = { sha256: 'a'.repeat(64), bytes: 1, mediaType: 'text/plain' };
  const tasks: BenchmarkFile = { name: 'tasks.jsonl', instances: 500, content };
  const compared = byReason(anItem(), { ...minedBy, benchmarks: [tasks] });
  expect(compared.get('benchmark_patch')).toMatchObject({
    outcome: 'in_part',
    text: 'the run compared its patch with tasks.jsonl (500 tasks)',
  });
});

it('says which filters were switched off, and what they would have found', () => {
  const off = { ...minedBy, filters: { ...defaultFilters, off: [...switchableReasons] } };
  const reverts = byReason(anItem({ title: 'Revert "Add numbers"' }), off);
  expect(reverts.get('revert')).toMatchObject({ outcome: 'off' });
  expect(reverts.get('revert')?.text).toContain('else: does not say what it takes back');
  expect(reverts.get('docs_only')?.text).toBe('switched off');
});

it('does not claim that a filter lets pass what it would drop today', () => {
  const told = (item: PullRequestItem, by = minedBy) =>
    passedFilters(item, by)
      .filter(({ outcome }) => outcome === 'refuses_now')
      .map(({ reason, text }) => [reason, text]);
  expect(told(anItem({ patch: patchOf('src/add.py', [before, 'no\n']) }))).toEqual([
    ['patch_does_not_replay', 'src/add.py: the result differs from the head'],
  ]);
  expect(told(anItem({ patch: patchOf('src/add.py', [before, after], '120000') }))).toEqual([
    ['symlink', 'src/add.py'],
  ]);
  const narrow = {
    ...minedBy,
    filters: { ...defaultFilters, licences: ['ISC'], maxChangedLines: 1 },
  };
  expect(told(anItem(), narrow)).toEqual([
    ['licence_not_allowed', 'MIT in LICENSE'],
    ['too_large', '2 lines, at most 1'],
  ]);
  expect(told(anItem({ patch: '@@ garbled' })).map(([reason]) => reason)).toContain(
    'patch_does_not_replay',
  );
});

it('counts bytes as UTF-8 does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
});
