import { expect, it } from 'vitest';
import { addSummaries, emptySummary, summaryLine } from './mine-summary.ts';

const page = {
  source: 'demo:',
  seen: 10,
  kept: 4,
  added: 3,
  funnel: { bot_author: 2, too_large: 4 },
};

it('adds the counts of pages, reason by reason', () => {
  const sum = addSummaries(addSummaries(emptySummary('demo:'), page), {
    ...page,
    funnel: { not_merged: 6 },
  });
  expect(sum).toEqual({
    source: 'demo:',
    seen: 20,
    kept: 8,
    added: 6,
    funnel: { bot_author: 2, too_large: 4, not_merged: 6 },
  });
});

it('says the counts in one line, the most frequent reason first', () => {
  expect(summaryLine(page)).toBe('10 seen, 4 kept, 3 new; too_large 4, bot_author 2');
  expect(summaryLine(emptySummary('demo:'))).toBe('0 seen, 0 kept, 0 new');
});
