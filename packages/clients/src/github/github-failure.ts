import { EvolineFailure } from '@evoline/contract/failures';
import type { z } from 'zod';
import { RateLimited } from './github-client.ts';
import { recordOf } from './token-pool.ts';

/** Names an error of a request; what is named already stays as it is. */
export function githubFailure(error: unknown, what: string): unknown {
  if (error instanceof EvolineFailure || error instanceof RateLimited) return error;
  const status = Number(recordOf(error)['status'] ?? 0);
  const words = error instanceof Error ? error.message.split('\n', 1)[0]?.slice(0, 300) : '';
  const of = (code: ConstructorParameters<typeof EvolineFailure>[0], text: string) =>
    new EvolineFailure(code, `GitHub: ${what}: ${text}`, { details: { status } });
  switch (status) {
    case 401:
      return of('github_refused', 'the token is not accepted');
    case 403:
      return of('github_refused', `access refused (${words})`);
    case 404:
    case 410:
      return of('not_found', 'there is no such thing, or it is private');
    case 451:
      return of('github_refused', 'blocked for legal reasons');
    case 400:
    case 422:
      return of('github_malformed', `the request was refused (${words})`);
    default:
      return of('github_unreachable', words === '' ? 'no answer' : `${words}`);
  }
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
