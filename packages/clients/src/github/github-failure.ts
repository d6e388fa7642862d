import { EvolineFailure } from '@evoline/contract/failures';
import type { z } from 'zod';
import { RateLimited } from './github-client.ts';
import { wholeNumber } from './rate-limit.ts';
import { recordOf, refusalOf } from './request-error.ts';
import type { Redaction } from './redaction.ts';

/**
 * Names an error of a request; what is named already stays as it is. Whatever the server, the network or
 * a library says goes through the redaction, and nothing else of the error is kept.
 */
export function githubFailure(error: unknown, what: string, redaction: Redaction): unknown {
  if (error instanceof EvolineFailure || error instanceof RateLimited) return error;
  const { status, headers } = refusalOf(error);
  const words = redaction.clean(
    error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : '',
  );
  const of = (code: ConstructorParameters<typeof EvolineFailure>[0], text: string) => {
    const retryAfterSeconds = wholeNumber(headers['retry-after']);
    const details = { status, ...(retryAfterSeconds !== null && { retryAfterSeconds }) };
    return new EvolineFailure(code, `GitHub: ${what}: ${text.slice(0, 400)}`, { details });
  };
  switch (status) {
    case 401:
      return of('github_refused', 'the token is not accepted');
    case 403:
      if (blockReason(error) === null) return of('github_refused', `access refused (${words})`);
      return of('source_gone', `access is blocked (${blockReason(error)})`);
    case 404:
    case 410:
      return of('source_gone', 'there is no such thing, or it is private');
    case 451:
      return of(
        'source_gone',
        `blocked for legal reasons (${blockReason(error) ?? 'no word why'})`,
      );
    case 400:
    case 406:
    case 422:
      return of('github_malformed', `the request was refused (${words})`);
    default:
      return of('github_unreachable', words === '' ? 'no answer' : words);
  }
}

/** Such as `dmca` or `tos`, from the field `block` of a repository that was taken down. */
function blockReason(error: unknown): string | null {
  const data = recordOf(recordOf(recordOf(error)['response'])['data']);
  const reason = recordOf(data['block'])['reason'];
  return typeof reason === 'string' && /^[\w-]{1,40}$/.test(reason) ? reason : null;
}

/** Reads an answer; one of another shape is a failure that names the field. */
export function readAnswer<T>(shape: z.ZodType<T>, answer: unknown, what: string): T {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field =
    issue === undefined || issue.path.length === 0 ? 'the answer' : issue.path.join('.');
  throw new EvolineFailure(
    'github_malformed',
    `GitHub: ${what}: ${field}: ${issue?.message ?? 'unknown shape'}`,
  );
}
