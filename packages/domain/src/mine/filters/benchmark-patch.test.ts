import { expect, it } from 'vitest';
import { ask, item } from '../../../test/filter-facts.ts';
import { benchmarkPatch } from './benchmark-patch.ts';

import { BenchmarkIndex } from '../decontamination/benchmark-index.ts';
import { defaultFilters } from '../mine-config.ts';

const patch = (path: string, line: string) =>
  `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-x\n+${line}\n`;
const index = new BenchmarkIndex(
  [
    {
      id: 'made__up-1',
      baseCommit: null,
      patchId: null,
      statement: null,
      patch: patch('a.py', 'y'),
    },
  ],
  defaultFilters,
);

it('tells the change of a benchmark, with its tests or among more, whatever the spacing', () => {
  const asked = (text: string) =>
    ask(benchmarkPatch, 'item', item([], { benchmarks: index, texts: { patch: text } }));
  expect(asked(patch('a.py', 'y'))).toBe('the patch of made__up-1');
  expect(asked(patch('a.py', '  y') + patch('tests/test_a.py', 'z'))).toBe(
    'the patch of made__up-1',
  );
  expect(asked(patch('a.py', 'z'))).toBeNull();
  expect(asked(patch('b.py', 'y'))).toBeNull();
  expect(ask(benchmarkPatch, 'item', item([]))).toBeNull();
});
