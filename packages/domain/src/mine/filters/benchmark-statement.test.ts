import { expect, it } from 'vitest';
import { ask, item } from '../../../test/filter-facts.ts';
import { benchmarkStatement } from './benchmark-statement.ts';

import { BenchmarkIndex } from '../decontamination/benchmark-index.ts';
import { defaultFilters } from '../mine-config.ts';

const statement =
  'The carton is counted twice when two clerks close the same crate within one second of each other on slow disks';
const index = new BenchmarkIndex(
  [{ id: 'made__up-1', baseCommit: null, patchId: null, patch: null, statement }],
  defaultFilters,
);
const asked = (title: string, body = '') =>
  ask(benchmarkStatement, 'item', item([], { benchmarks: index, texts: { title, body } }));

it('tells thirteen words in a row, whatever case and punctuation', () => {
  const thirteen = 'counted twice, when two CLERKS close the same crate within one second of';
  expect(asked('Fix', `We saw it ${thirteen} a test`)).toBe('13 words in a row with made__up-1');
  expect(
    asked('Fix', 'counted twice when two clerks close the same crate within one hour of'),
  ).toBeNull();
});

it('looks at the issues too, and at nothing where no benchmark is given', () => {
  const issue = { repository: 'o/n', number: 1, kind: 'mention', title: statement, body: null };
  const facts = item([], { benchmarks: index, texts: { issues: [issue as never] } });
  expect(ask(benchmarkStatement, 'item', facts)).not.toBeNull();
  expect(ask(benchmarkStatement, 'item', item([], { texts: { title: statement } }))).toBeNull();
});
