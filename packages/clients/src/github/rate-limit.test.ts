import { describe, expect, it } from 'vitest';
import { limitOf, type Refusal, restSeconds, standingOf, wholeNumber } from './rate-limit.ts';

const refusal = (over: Partial<Refusal>): Refusal => ({
  status: 403,
  message: '',
  headers: {},
  errors: [],
  ...over,
});
const usedUp = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1700000000' };

describe('what GitHub refuses', () => {
  it.each<[string, Partial<Refusal>, ReturnType<typeof limitOf>]>([
    ['403 with nothing left', { headers: usedUp }, { kind: 'primary' }],
    ['429 with nothing left', { status: 429, headers: usedUp }, { kind: 'primary' }],
    [
      'a GraphQL answer with RATE_LIMITED',
      { status: 200, errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
      { kind: 'primary' },
    ],
    [
      '403 that names the secondary limit and a time',
      { message: 'You have exceeded a secondary rate limit.', headers: { 'retry-after': '90' } },
      { kind: 'secondary', retryAfterSeconds: 90 },
    ],
    [
      '403 that names the secondary limit and no time',
      { message: 'You have exceeded a secondary rate limit.' },
      { kind: 'secondary', retryAfterSeconds: null },
    ],
    [
      'a GraphQL answer that names the secondary limit',
      { status: 200, errors: [{ message: 'You have exceeded a secondary rate limit.' }] },
      { kind: 'secondary', retryAfterSeconds: null },
    ],
    ['429 without a word', { status: 429 }, { kind: 'secondary', retryAfterSeconds: null }],
    ['403 without a word', {}, null],
    ['403 while something is left', { headers: { 'x-ratelimit-remaining': '12' } }, null],
    ['404', { status: 404, headers: usedUp }, null],
    ['503 with a time', { status: 503, headers: { 'retry-after': '5' } }, null],
    ['200', { status: 200 }, null],
  ])('%s', (_, over, hit) => {
    expect(limitOf(refusal(over))).toEqual(hit);
  });

  it('is read from headers as numbers, and from none where one is missing or is no number', () => {
    const headers = { ...usedUp, 'x-ratelimit-limit': '5000' };
    expect(standingOf(headers)).toEqual({
      limit: 5000,
      remaining: 0,
      resetsAt: 1_700_000_000_000,
    });
    expect(standingOf({ ...headers, 'x-ratelimit-remaining': 'none' })).toBeNull();
    expect(standingOf(usedUp)).toBeNull();
    expect([wholeNumber('0'), wholeNumber(''), wholeNumber('-1'), wholeNumber(null)]).toEqual([
      0,
      null,
      null,
      null,
    ]);
  });

  it('is waited for as long as GitHub says, else a minute, and twice as long with every strike', () => {
    expect(restSeconds(90, 5)).toBe(90);
    expect([1, 2, 3, 9].map((strikes) => restSeconds(null, strikes))).toEqual([60, 120, 240, 3600]);
  });
});
