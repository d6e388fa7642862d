import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { apiError, badCredentials, primaryLimit, secondaryLimit } from './api-errors.ts';
import type { DoubleState } from './double-state.ts';
import { quotaHeaders } from './quota.ts';

/**
 * One REST request: user agent, token, primary limit, the route, ETag. A 304 to a request with a good token
 * costs nothing ("Best practices for using the REST API").
 */
export async function answerRest(
  state: DoubleState,
  routes: Hono,
  request: Request,
): Promise<Response> {
  if ((request.headers.get('user-agent') ?? '') === '')
    return apiError(
      403,
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
    );
  const access = state.access(request);
  if (access === 'bad') return badCredentials();
  const { token } = access;
  const before = state.quota.standing(token, 'core');
  if (new URL(request.url).pathname === '/rate_limit')
    return withHeaders(rateLimit(state, token), quotaHeaders(before));
  if (before.remaining === 0) return primaryLimit('rest', quotaHeaders(before));
  const rest = state.quota.restSeconds(token, 'core');
  if (rest !== null) return secondaryLimit(rest);
  const response = await conditional(request, await routes.fetch(request));
  if (response.status !== 304 || token === null) state.quota.spend(token, 'core', 1);
  const standing = quotaHeaders(state.quota.standing(token, 'core'));
  return withHeaders(response, {
    ...standing,
    'x-github-media-type': 'github.v3; format=json',
    'cache-control': `${token === null ? 'public' : 'private'}, max-age=60, s-maxage=60`,
    vary: 'Accept, Authorization, Cookie, X-GitHub-OTP',
  });
}

/** Gives the answer its ETag, or 304 without a body when the client has just that one. */
async function conditional(request: Request, response: Response): Promise<Response> {
  if (response.status !== 200) return response;
  const body = await response.text();
  const etag = `W/"${createHash('sha256').update(body).digest('hex')}"`;
  const headers = new Headers(response.headers);
  headers.set('etag', etag);
  if (request.headers.get('if-none-match') !== etag) return new Response(body, { headers });
  headers.delete('content-type');
  return new Response(null, { status: 304, headers });
}

function rateLimit({ quota }: DoubleState, token: string | null): Response {
  const { core, graphql } = {
    core: quota.standing(token, 'core'),
    graphql: quota.standing(token, 'graphql'),
  };
  // search has a quota of its own, which mining does not use
  const search = { ...core, limit: 30, used: 0, remaining: 30 };
  return Response.json({ resources: { core, graphql, search }, rate: core });
}

function withHeaders(response: Response, more: Record<string, string>): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(more)) headers.set(name, value);
  return new Response(response.body, { status: response.status, headers });
}
