import { parse } from 'graphql';
import { githubSchema } from './github-schema.ts';
import { queryCost } from './query-cost.ts';

/** Points that GitHub's arithmetic takes off the quota for a query without variables in its widths. */
export function pointsOfQuery(query: string): number {
  return queryCost(githubSchema(), parse(query), {}).points;
}
