import { issueQuery, pullRequestQuery } from '@evoline/clients/github/github-queries';
import { execute, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { githubSchema } from './github-schema.ts';
import { queryCost } from './query-cost.ts';

const numbers = Array.from({ length: 50 }, (_, index) => index + 1);
const queries = { 'pull requests': pullRequestQuery(numbers), issues: issueQuery(numbers) };
const variables = { owner: 'owner', name: 'name' };

describe.each(Object.entries(queries))('the query for %s', (_, query) => {
  test('is one that GitHub’s schema accepts', () => {
    expect(validate(githubSchema(), parse(query))).toEqual([]);
  });

  test('stays within the node limit and costs less than a point a number', () => {
    const { nodes, points } = queryCost(githubSchema(), parse(query), variables);
    expect(nodes).toBeLessThan(500_000);
    expect(points).toBeLessThan(numbers.length);
  });
});

describe('answers', () => {
  const ask = (repository: object, fields: string) =>
    execute({
      schema: githubSchema(),
      document: parse(`{ repository(owner: "o", name: "n") { ${fields} } }`),
      rootValue: { repository },
    });

  test.each([
    ['a time', { createdAt: '1 March' }, 'createdAt'],
    ['an address', { url: 'not an address' }, 'url'],
    ['an enumeration', { visibility: 'OPEN' }, 'visibility'],
    ['a null where there is none', { name: null }, 'name'],
    ['a number', { forkCount: 'many' }, 'forkCount'],
  ])('with %s that is not GitHub’s are errors', async (_, repository, field) => {
    expect((await ask(repository, field)).errors).toHaveLength(1);
  });
});
