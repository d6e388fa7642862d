import { createHash } from 'node:crypto';
import type { Hono } from 'hono';
import { noteCost } from './accounting.ts';
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
  const { response, rows } = await conditional(request, await routes.fetch(request), token);
  const spent = response.status !== 304 || token === null ? 1 : 0;
  state.quota.spend(token, 'core', spent);
  noteCost(request, { resource: 'core', spent, ...countRows(rows) });
  const standing = quotaHeaders(state.quota.standing(token, 'core'));
  return withHeaders(response, {
    ...standing,
    'x-github-media-type': 'github.v3; format=json',
    'cache-control': `${token === null ? 'public' : 'private'}, max-age=60, s-maxage=60`,
    vary: 'Accept, Authorization, Cookie, X-GitHub-OTP',
  });
}

interface Conditional {
  readonly response: Response;
  /** What the body holds; null where there is none. */
  readonly rows: unknown;
}

/** Gives the answer its ETag, or 304 without a body when the client has just that one. Each token has its own. */
async function conditional(
  request: Request,
  response: Response,
  token: string | null,
): Promise<Conditional> {
  if (response.status !== 200) return { response, rows: null };
  const body = await response.text();
  const etag = `W/"${createHash('sha256').update(`${token} ${body}`).digest('hex')}"`;
  const headers = new Headers(response.headers);
  headers.set('etag', etag);
  if (request.headers.get('if-none-match') !== etag)
    return { response: new Response(body, { headers }), rows: rowsOf(body, headers) };
  headers.delete('content-type');
  return { response: new Response(null, { status: 304, headers }), rows: null };
}

function rowsOf(body: string, headers: Headers): unknown {
  return headers.get('content-type')?.includes('json') === true ? JSON.parse(body) : null;
}

/** Pull requests in an answer have a `merged_at`, as rows of their own or in the key `pull_request`. */
function countRows(answer: unknown): { readonly pullRequests: number; readonly others: number } {
  const rows: readonly unknown[] = Array.isArray(answer) ? answer : answer === null ? [] : [answer];
  const isPull = (row: unknown) =>
    typeof row === 'object' && row !== null && ('pull_request' in row || 'merged_at' in row);
  const pullRequests = rows.filter(isPull).length;
  return { pullRequests, others: rows.length - pullRequests };
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
