import { expect, it } from 'vitest';
import { type DatasetCounts, describeDataset } from './describe-dataset.ts';
import { describeWaterfall } from './describe-waterfall.ts';

const counts: DatasetCounts = {
  languages: { Python: 3, unknown: 1 },
  licences: { MIT: 4 },
  repositories: Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`o/r${at}`, 20 - at])),
  months: { '2026-01': 4 },
  authors: { human: 4 },
  files: new Map([[1, 4]]),
};
const measures = [
  { changedLines: 2, promptTokens: 700 },
  { changedLines: 80, promptTokens: 900 },
];

it('shows fifteen repositories, and the others as one bar', () => {
  const repositories = describeDataset(counts, { measures: [], items: 4, unreadable: 0 }).find(
    ({ name }) => name === 'repositories',
  );
  expect(repositories?.bars).toHaveLength(16);
  expect(repositories?.bars.at(-1)?.label).toBe('5 others');
});

it('says of what a sample is, and leaves out what nothing was read for', () => {
  const names = (items: number, read: typeof measures) =>
    describeDataset(counts, { measures: read, items, unreadable: items - read.length });
  expect(names(4, []).map(({ name }) => name)).not.toContain('lines');
  expect(names(4, measures).find(({ name }) => name === 'lines')?.of).toBe(
    'of 2 sampled items; 2 could not be read',
  );
  expect(names(2, measures).find(({ name }) => name === 'tokens')).toMatchObject({
    of: null,
    bars: [{ label: '501 to 1,000', count: 2, share: 1 }],
  });
});

it('goes from what was seen to what is kept, in the order of the filters', () => {
  const steps = describeWaterfall({
    seen: 100,
    kept: 40,
    near_duplicate: 10,
    too_large: 15,
    bot_author: 25,
    a_reason_of_another_version: 4,
  });
  expect(steps.map(({ name, count, left }) => [name, count, left])).toEqual([
    ['seen', 100, 100],
    ['bot_author', 25, 75],
    ['too_large', 15, 60],
    ['near_duplicate', 10, 50],
    ['a_reason_of_another_version', 4, 46],
    ['elsewhere', 6, 40],
    ['kept', 40, 40],
  ]);
  expect(steps[3]).toMatchObject({ stage: 'freezing', share: 0.1 });
  expect(describeWaterfall({})).toMatchObject([{ name: 'seen', share: 0 }, { name: 'kept' }]);
});
