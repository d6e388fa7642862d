import { expect, test } from 'vitest';
import { chooseCurrentItems } from './choose-current-items.ts';
import type { MinedVerdict } from './choose-current-items.ts';

const verdict = (over: Partial<MinedVerdict>): MinedVerdict => ({
  repository: 'o/a',
  number: 1,
  digest: 'a'.repeat(64),
  reason: null,
  reverts: null,
  mergedAt: null,
  head: null,
  landed: null,
  signature: null,
  language: null,
  authorKey: null,
  minedAt: '2026-01-01T00:00:00.000Z',
  ...over,
});
const later = '2026-01-02T00:00:00.000Z';

test('an edited pull request replaces its older item, whichever arrives first', () => {
  const edited = verdict({ digest: 'b'.repeat(64), minedAt: later });
  for (const verdicts of [
    [verdict({}), edited],
    [edited, verdict({})],
  ]) {
    expect(chooseCurrentItems(verdicts).items.map((item) => item.digest)).toEqual([edited.digest]);
  }
});

test('a pull request that was dropped last is out, and counted under its reason', () => {
  const dropped = verdict({ digest: null, reason: 'bot_author', minedAt: later });
  const other = verdict({ number: 2 });
  const { items, funnel } = chooseCurrentItems([dropped, verdict({}), other]);
  expect(items.map((item) => item.number)).toEqual([2]);
  expect(funnel).toEqual({ seen: 2, kept: 1, bot_author: 1 });
});
