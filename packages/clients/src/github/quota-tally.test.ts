import { expect, test } from 'vitest';
import { QuotaTally } from './quota-tally.ts';

test('an answer that has not changed costs nothing, and a query what it says', () => {
  const tally = new QuotaTally();
  tally.note('core', { status: 200, headers: {}, data: [] });
  tally.note('core', { status: 304, headers: {}, data: null });
  tally.note('graphql', { status: 200, headers: {}, data: { data: { rateLimit: { cost: 7 } } } });
  expect(tally.spent).toEqual([
    { resource: 'core', requests: 2, notModified: 1, points: 1 },
    { resource: 'graphql', requests: 1, notModified: 0, points: 7 },
  ]);
});

test('a refusal costs what a request costs, and a server that never answered nothing', () => {
  const tally = new QuotaTally();
  tally.note('core', Object.assign(new Error('Not Found'), { status: 404 }));
  tally.note('graphql', Object.assign(new Error('Bad Gateway'), { status: 502 }));
  tally.note('graphql', new Error('connect ECONNREFUSED'));
  expect(tally.spent.map(({ requests, points }) => [requests, points])).toEqual([
    [1, 1],
    [1, 1],
  ]);
});
