import { z } from 'zod';
import { githubFailure, readAnswer } from './github-failure.ts';
import { deadline, type GitHubRequests } from './github-requests.ts';
import { graphqlRequest } from './graphql-request.ts';

/** How many pull requests a repository has, and how many of them were merged. */
export interface PullRequestCount {
  readonly all: number;
  readonly merged: number;
}

/** 50 repositories make 100 connections: one point. */
const repositoriesPerQuery = 50;

const Count = z.object({ totalCount: z.int().nonnegative() });
const Counts = z.object({
  data: z
    .object({ rateLimit: z.unknown() })
    .catchall(z.object({ all: Count, merged: Count }).nullable())
    .nullish(),
  errors: z.array(z.object({ message: z.string() })).optional(),
});

/**
 * Counts by GraphQL, 50 repositories for one point; null for those that are not there. Needs a token.
 *
 * @throws RateLimited; EvolineFailure of the boundary github
 */
export async function countPullRequests(
  requests: GitHubRequests,
  names: readonly string[],
): Promise<ReadonlyMap<string, PullRequestCount | null>> {
  const counts = new Map<string, PullRequestCount | null>();
  for (let start = 0; start < names.length; start += repositoriesPerQuery) {
    const asked = names.slice(start, start + repositoriesPerQuery);
    const { data, errors } = await askCounts(requests, asked);
    if (data == null) {
      const words = errors?.[0]?.message ?? 'no data';
      throw githubFailure(new Error(words), what, requests.options.pool.conversation.redaction);
    }
    for (const [index, name] of asked.entries()) {
      const found = data[`r${index}`];
      const count = found && { all: found.all.totalCount, merged: found.merged.totalCount };
      counts.set(name, count ?? null);
    }
  }
  return counts;
}

const what = 'numbers of pull requests';

async function askCounts(
  { options }: GitHubRequests,
  names: readonly string[],
): Promise<z.infer<typeof Counts>> {
  const { pool, asker, signal, timeoutSeconds } = options;
  const query = countQuery(names);
  try {
    const answer = await pool.ask(asker, 'graphql', ({ octokit }) =>
      graphqlRequest(octokit, query, {}, deadline(timeoutSeconds, signal)),
    );
    return readAnswer(Counts, answer.data, what);
  } catch (error) {
    throw githubFailure(error, what, pool.conversation.redaction);
  }
}

/** Names of repositories hold letters, digits, dots, dashes and underscores: they need no escapes. */
export function countQuery(names: readonly string[]): string {
  const fields = names.map((fullName, index) => {
    const [owner = '', name = ''] = fullName.split('/');
    const of = `owner: ${JSON.stringify(owner)}, name: ${JSON.stringify(name)}`;
    return `r${index}: repository(${of}) {
    all: pullRequests(first: 1) { totalCount }
    merged: pullRequests(first: 1, states: [MERGED]) { totalCount }
  }`;
  });
  return `query {\n  rateLimit { cost }\n  ${fields.join('\n  ')}\n}`;
}
