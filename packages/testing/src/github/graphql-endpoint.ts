import { z } from 'zod';
import { noteCost } from './accounting.ts';
import { apiError, badCredentials, primaryLimit, secondaryLimit } from './api-errors.ts';
import type { DoubleState } from './double-state.ts';
import type { GitHubFaultAnswer } from './github-fault.ts';
import { executeQuery } from './graphql/execute-query.ts';
import { quotaHeaders } from './quota.ts';

const Body = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
});

/** `POST /graphql`. It needs a token; exceeding the points is told with status 200. */
export async function answerGraphql(
  state: DoubleState,
  request: Request,
  fault: GitHubFaultAnswer | null,
): Promise<Response> {
  const access = state.access(request);
  if (access === 'bad') return badCredentials();
  const { token } = access;
  if (token === null)
    return apiError(401, 'This endpoint requires you to be authenticated.', {
      path: '/graphql/guides/forming-calls-with-graphql#authenticating-with-graphql',
    });
  const standing = state.quota.standing(token, 'graphql');
  if (standing.remaining === 0) return primaryLimit('graphql', quotaHeaders(standing));
  const rest = state.quota.restSeconds(token, 'graphql');
  if (rest !== null) return secondaryLimit(rest);
  const body = Body.safeParse(await request.json().catch(() => null));
  if (!body.success) return apiError(400, 'Problems parsing JSON');
  if (fault?.kind === 'queryFailed') return queryFailed();
  const { query, variables } = body.data;
  const pullRequestLimit = fault?.kind === 'resourceLimits' ? fault.overPullRequests : Infinity;
  const answer = await executeQuery(
    state.host,
    { query, variables: variables ?? {}, pullRequestLimit },
    standing,
  );
  state.quota.spend(token, 'graphql', answer.points);
  const { points: spent, pullRequests, issues: others } = answer;
  noteCost(request, { resource: 'graphql', spent, pullRequests, others });
  const headers = quotaHeaders(state.quota.standing(token, 'graphql'));
  return Response.json(answer.body, { headers });
}

/** What GitHub answers when a query ran too long: status 200, no data, and a reference for its support. */
function queryFailed(): Response {
  const message =
    'Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug. Please include `0000:0000` when reporting this issue.';
  return Response.json({ data: null, errors: [{ message }] });
}
