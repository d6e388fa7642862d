import type { QuotaStanding } from './quota-book.ts';

/** GitHub refused because of a limit. */
export type LimitHit =
  | { readonly kind: 'primary' }
  /** `retryAfterSeconds`: null when GitHub does not say. */
  | { readonly kind: 'secondary'; readonly retryAfterSeconds: number | null };

type Headers = Readonly<Record<string, unknown>>;

/** What the answer's headers say of the quota; null when they are missing or are no numbers. */
export function standingOf(headers: Headers): QuotaStanding | null {
  const limit = wholeNumber(headers['x-ratelimit-limit']);
  const remaining = wholeNumber(headers['x-ratelimit-remaining']);
  const reset = wholeNumber(headers['x-ratelimit-reset']);
  if (limit === null || remaining === null || reset === null) return null;
  return { limit, remaining, resetsAt: reset * 1000 };
}

/** An answer or an error as far as limits show in it. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers: Headers;
  /** `errors` of a GraphQL answer. */
  readonly errors: readonly { readonly type?: unknown; readonly message?: unknown }[];
}

/**
 * Tells the two kinds of limits, and other refusals, apart ("Rate limits for the REST API", "Rate limits
 * and query limits for the GraphQL API"); null for what is no limit.
 */
export function limitOf({ status, message, headers, errors }: Refusal): LimitHit | null {
  const words = [message, ...errors.map((error) => error.message)];
  const isSecondary = words.some(
    (text) => typeof text === 'string' && /secondary rate/i.test(text),
  );
  const isGraphqlPrimary = errors.some(({ type }) => type === 'RATE_LIMITED');
  const isStatus = status === 403 || status === 429;
  if (!isStatus && !isGraphqlPrimary && !isSecondary) return null;
  const retryAfterSeconds = wholeNumber(headers['retry-after']);
  const isUsedUp = wholeNumber(headers['x-ratelimit-remaining']) === 0;
  if (isSecondary || retryAfterSeconds !== null) return { kind: 'secondary', retryAfterSeconds };
  if (isGraphqlPrimary || isUsedUp) return { kind: 'primary' };
  return status === 429 ? { kind: 'secondary', retryAfterSeconds } : null;
}

const firstRestSeconds = 60;
const longestRestSeconds = 3600;

/** How long to rest: as long as GitHub says, else a minute, and twice as long with every strike. */
export function restSeconds(retryAfterSeconds: number | null, strikes: number): number {
  const guess = Math.min(longestRestSeconds, firstRestSeconds * 2 ** Math.max(0, strikes - 1));
  return retryAfterSeconds === null ? guess : Math.max(1, retryAfterSeconds);
}

/** Header values are texts: `"0" === 0` is false. */
export function wholeNumber(value: unknown): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim();
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
