import { apiError } from './api-errors.ts';
import type { ResponseCheck } from './openapi/response-check.ts';

/**
 * The answer as it is when GitHub's own description allows it; otherwise 500 and what is wrong with it or
 * with the request, so that no test passes on an answer that GitHub would not give.
 */
export async function checkedAnswer(
  check: ResponseCheck,
  request: Request,
  response: Response,
): Promise<Response> {
  const text = await response.clone().text();
  const contentType = response.headers.get('content-type') ?? '';
  const body: unknown = contentType.includes('json') ? JSON.parse(text) : text;
  const { status } = response;
  const faults = check.faultsOf({ url: new URL(request.url), status, contentType, body });
  if (faults.length === 0) return response;
  return apiError(500, `not as GitHub describes it: ${faults.join('; ')}`);
}
