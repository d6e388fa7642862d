import { dropReasons, type DropReason } from '@evoline/contract/mining-filters';
import { expect, it } from 'vitest';
import { describeFunnel } from './describe-funnel.ts';

const verdict = (number: number, reason: DropReason | null) => ({
  repository: 'o/n',
  number,
  url: null,
  title: `Title ${number}`,
  baseTip: null,
  mergeBase: null,
  head: null,
  landed: null,
  status: reason === null ? ('kept' as const) : ('dropped' as const),
  reason,
  evidence: reason === null ? null : `found by ${number}`,
  reverts: null,
  files: [],
  itemDigest: null,
});

it('has a row for every filter, with count, share and a sample that does not depend on the order', () => {
  const verdicts = Array.from({ length: 40 }, (_, at) =>
    verdict(at + 1, at % 4 === 0 ? null : 'bot_author'),
  );
  const rows = describeFunnel(verdicts, 3);
  expect(rows.map(({ reason }) => reason).toSorted()).toEqual(Object.keys(dropReasons).toSorted());
  const bots = rows.find(({ reason }) => reason === 'bot_author');
  expect(bots).toMatchObject({ dropped: 30, share: 0.75, because: dropReasons.bot_author });
  expect(bots?.sample).toHaveLength(3);
  for (const { number, evidence } of bots?.sample ?? [])
    expect(evidence).toBe(`found by ${number}`);
  expect(describeFunnel(verdicts.toReversed(), 3)).toEqual(rows);
  expect(rows.find(({ reason }) => reason === 'revert')).toMatchObject({
    dropped: 0,
    share: 0,
    sample: [],
  });
});

it('of nothing is nothing', () => {
  for (const { dropped, share } of describeFunnel([], 3)) expect([dropped, share]).toEqual([0, 0]);
});
