const docs = 'https://docs.github.com';

/** An error as GitHub's REST API writes it. */
export function apiError(
  status: number,
  message: string,
  {
    path = '/rest',
    headers = {},
    more = {},
  }: { path?: string; headers?: Record<string, string>; more?: object } = {},
): Response {
  const body = { message, ...more, documentation_url: `${docs}${path}`, status: `${status}` };
  return Response.json(body, { status, headers });
}

export const notFound = () => apiError(404, 'Not Found');

export const badCredentials = () => apiError(401, 'Bad credentials');

export function blockedRepository(): Response {
  const block = {
    reason: 'dmca',
    created_at: '2024-01-01T00:00:00Z',
    html_url: `${docs}/site-policy`,
  };
  return apiError(451, 'Repository access blocked', { more: { block } });
}

/** The primary limit: nothing remains until the window resets. GraphQL says it with status 200. */
export function primaryLimit(
  protocol: 'rest' | 'graphql',
  headers: Record<string, string>,
  status: 403 | 429 = 403,
): Response {
  const message = 'API rate limit exceeded for user ID 1.';
  if (protocol === 'graphql')
    return Response.json({ errors: [{ type: 'RATE_LIMITED', message }] }, { headers });
  const path = '/rest/using-the-rest-api/rate-limits-for-the-rest-api';
  return apiError(status, message, { path, headers });
}

/** The secondary limit: too much at once. The words "secondary rate limit" are what clients look for. */
export function secondaryLimit(
  retryAfterSeconds: number | null,
  status: 403 | 429 = 403,
): Response {
  const message =
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
  const path = '/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits';
  const headers = { 'retry-after': `${retryAfterSeconds}` };
  return apiError(status, message, { path, ...(retryAfterSeconds !== null && { headers }) });
}
