import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import Bottleneck from 'bottleneck';
import { RateLimited } from './github-client.ts';

const MiningOctokit = Octokit.plugin(retry, throttling);

export interface TokenPoolOptions {
  /** Address of the REST API, such as `https://api.github.com`. */
  readonly apiUrl: string;
  /** Kept in memory only. */
  readonly tokens: readonly string[];
}

type Resource = 'core' | 'graphql';

interface Member {
  readonly octokit: Octokit;
  readonly hasToken: boolean;
  /** Until when a resource is used up, milliseconds since 1970. */
  readonly usedUpUntil: Map<Resource, number>;
}

/**
 * Milliseconds between queries of a token. The plugin takes queries for writes and lets one pass a second;
 * GitHub allows 2,000 points a minute, and a query of ours is one or two.
 */
const queryPace = new Bottleneck.Group({ minTime: 35 });
let pools = 0;

/** One Octokit per token, each paced on its own; a token that is used up rests until its reset. */
export class TokenPool {
  readonly #members: readonly Member[];
  readonly #tokens: readonly string[];
  #next = 0;

  /** The demo world takes any token; without one its GraphQL refuses, as GitHub's does. */
  static ofDemoWorld(url: string): TokenPool {
    return new TokenPool({ apiUrl: url, tokens: ['demo'] });
  }

  constructor({ apiUrl, tokens }: TokenPoolOptions) {
    pools += 1;
    // as they are sent, and as an address would hold them
    this.#tokens = tokens.flatMap((token) => [token, encodeURIComponent(token)]);
    const given = tokens.length > 0 ? tokens : [null];
    this.#members = given.map((token, index) => memberOf(apiUrl, token, `${pools}.${index}`));
  }

  /** false: only what needs no token can be asked. */
  get hasTokens(): boolean {
    return this.#members.some((member) => member.hasToken);
  }

  /**
   * Asks with a token that has quota left; when it turns out to be used up, with the next one.
   *
   * @throws RateLimited when all of them have to rest
   */
  async ask<T>(resource: Resource, send: (octokit: Octokit) => Promise<T>): Promise<T> {
    for (;;) {
      const member = this.#pick(resource);
      try {
        return await send(member.octokit);
      } catch (error) {
        const until = restOf(error);
        if (until === null) throw this.#withoutTokens(error);
        member.usedUpUntil.set(resource, until);
      }
    }
  }

  /** A text of the server's without our tokens, should it repeat them. */
  hide(text: string): string {
    return this.#tokens.reduce((left, token) => left.replaceAll(token, '[token]'), text);
  }

  #withoutTokens(error: unknown): unknown {
    if (error instanceof Error) error.message = this.hide(error.message);
    return error;
  }

  #pick(resource: Resource): Member {
    const now = Date.now();
    const rests = this.#members.map((member) => member.usedUpUntil.get(resource) ?? 0);
    for (let tried = 0; tried < this.#members.length; tried += 1) {
      this.#next = (this.#next + 1) % this.#members.length;
      const member = this.#members[this.#next];
      if (member !== undefined && (rests[this.#next] ?? 0) <= now) return member;
    }
    throw new RateLimited(new Date(Math.min(...rests)));
  }
}

function memberOf(apiUrl: string, token: string | null, id: string): Member {
  const octokit = new MiningOctokit({
    baseUrl: apiUrl.replace(/\/+$/, ''),
    ...(token === null ? {} : { auth: token }),
    userAgent: 'evoline',
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    // Waiting is the workflow's part: a worker's slot is not held for an hour.
    throttle: {
      id,
      write: queryPace,
      onRateLimit: () => false,
      onSecondaryRateLimit: () => false,
    },
    retry: { retries: 2, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
  });
  octokit.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = '2022-11-28';
  });
  return { octokit, hasToken: token !== null, usedUpUntil: new Map() };
}

/** Until when to rest, milliseconds since 1970; null for an error that is no rate limit. */
function restOf(error: unknown): number | null {
  const { status, message, headers, types } = readError(error);
  const isPrimary = types.includes('RATE_LIMITED') || headers['x-ratelimit-remaining'] === '0';
  const isSecondary = /secondary rate/i.test(message) || headers['retry-after'] !== undefined;
  const isLimit =
    status === 429 ||
    (status === 403 && (isPrimary || isSecondary)) ||
    types.includes('RATE_LIMITED');
  if (!isLimit) return null;
  const reset = Number(headers['x-ratelimit-reset'] ?? 0) * 1000;
  const retryAfter = Number(headers['retry-after'] ?? 60) * 1000;
  const now = Date.now();
  return Math.max(now + 1000, isPrimary && reset > 0 ? reset + 1000 : now + retryAfter);
}

interface ReadError {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly types: readonly unknown[];
}

/** REST and GraphQL put the same facts at different places. */
function readError(error: unknown): ReadError {
  const top = recordOf(error);
  const response = recordOf(top['response']);
  const data = recordOf(response['data'] ?? top['data']);
  const errors = [top['errors'], data['errors'], response['errors']].find((list) =>
    Array.isArray(list),
  );
  return {
    status: Number(top['status'] ?? response['status'] ?? 0),
    message: error instanceof Error ? error.message : '',
    headers: recordOf(response['headers'] ?? top['headers']),
    types: Array.isArray(errors) ? errors.map((entry) => recordOf(entry)['type']) : [],
  };
}

/** Anything as a record; an empty one when it is none. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(entriesOf(value)) : {};
}

/** Own properties and those that errors carry without listing them. */
function entriesOf(value: object): [string, unknown][] {
  const names = ['status', 'response', 'data', 'errors', 'headers'];
  const hidden = names
    .filter((name) => name in value)
    .map((name): [string, unknown] => [name, Reflect.get(value, name)]);
  return [...Object.entries(value), ...hidden];
}
