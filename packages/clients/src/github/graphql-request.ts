import type { Octokit } from '@octokit/rest';

/** One GraphQL request, sent once. REST and GraphQL lie side by side; on a server of one's own REST is one level deeper. */
export async function graphqlRequest(
  octokit: Octokit,
  query: string,
  variables: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) {
  const { baseUrl } = octokit.request.endpoint.DEFAULTS;
  return await octokit.request({
    method: 'POST',
    baseUrl: baseUrl.replace(/\/api\/v3$/, '/api'),
    url: '/graphql',
    query,
    variables,
    request: { retries: 0, signal },
  });
}
