import { describe, expect, it } from 'vitest';
import { quotaCost, quotaHours, quotaLines, type RepositoryLoad } from './quota-plan.ts';

const load = (all: number, merged = all, known = 0): RepositoryLoad => ({ all, merged, known });
const token = { core: 100, graphql: 100 };

describe('the quota of a run', () => {
  it('costs a request for a hundred pull requests, and points for those that were merged', () => {
    expect(quotaCost(load(1000, 500))).toEqual({ core: 12, graphql: 20 + 20 });
    expect(quotaCost(load(0))).toEqual({ core: 2, graphql: 0 });
  });

  it('counts what was dealt with before as paid', () => {
    expect(quotaCost(load(1000, 500, 900))).toEqual({ core: 3, graphql: 2 + 2 });
    expect(quotaCost(load(1000, 500, 2000))).toEqual({ core: 2, graphql: 0 });
  });

  it('is spread over tokens by repositories, which keep to theirs', () => {
    const costs = [30, 20, 20, 10].map((graphql) => ({ core: 0, graphql }));
    expect(quotaHours(costs, [token])).toBeCloseTo(0.8);
    expect(quotaHours(costs, [token, token])).toBeCloseTo(0.4);
    expect(quotaHours([{ core: 0, graphql: 500 }], [token, token, token])).toBe(5);
    expect(quotaHours([{ core: 300, graphql: 200 }], [token])).toBe(3);
    expect(quotaHours([], [token])).toBe(0);
  });

  it('is said in a sentence, with what it would be for another number of tokens', () => {
    const loads = Array.from({ length: 200 }, () => load(205, 205));
    const plan = { loads, missing: ['a/gone'], tokens: [{ core: 600, graphql: 600 }] };
    const [sum, assumptions, missing] = quotaLines(plan);
    expect(sum).toBe(
      "200 repositories, about 41,000 pull requests, 1 token: 6 h; 3 tokens: 3 h of GitHub's quota.",
    );
    expect(assumptions).toContain('600 requests and 600 points an hour');
    expect(missing).toBe('Not there, or private: a/gone.');
    const three = { ...plan, missing: [], tokens: [token, token, token] };
    expect(quotaLines(three)[0]).toContain('3 tokens: 13 h; 1 token: 36 h');
    const small = { loads: [load(1, 1, 0)], missing: [], tokens: [] };
    expect(quotaLines(small)[0]).toMatch(
      /^1 repository, about 1 pull request, 1 token: under a minute/,
    );
  });
});
