import type { DoubleClock } from './double-clock.ts';

export type QuotaResource = 'core' | 'graphql';

/** Requests (core) or points (graphql) per hour and token; without a token, per hour for everyone. */
export interface QuotaLimits {
  readonly core: number;
  readonly graphql: number;
  readonly anonymous: number;
  /** Of both, in one minute: the secondary limit; null: not kept. */
  readonly perMinute: { readonly core: number; readonly graphql: number } | null;
}

/** GitHub Docs, "Rate limits for the REST API" and "... for the GraphQL API". */
export const publishedLimits: QuotaLimits = {
  core: 5000,
  graphql: 5000,
  anonymous: 60,
  perMinute: null, // a clock that stands still makes every test one minute long
};

/** The secondary limits as published, for tests that move the clock. */
export const publishedPerMinute = { core: 900, graphql: 2000 } as const;

export interface QuotaStanding {
  readonly resource: QuotaResource;
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly reset: number;
}

interface Window {
  used: number;
  resetsAt: number;
}

/** The primary rate limit: a window of an hour per token that begins with its first request. */
export class Quota {
  readonly #limits: QuotaLimits;
  readonly #clock: DoubleClock;
  readonly #windows = new Map<string, Window>();

  constructor(limits: QuotaLimits, clock: DoubleClock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /** What is left; a token of null is everyone without one. */
  standing(token: string | null, resource: QuotaResource): QuotaStanding {
    const { used, resetsAt } = this.#window(token, resource);
    const limit = this.#limit(token, resource);
    return { resource, limit, used, remaining: Math.max(0, limit - used), reset: resetsAt };
  }

  spend(token: string | null, resource: QuotaResource, points: number): void {
    this.#window(token, resource).used += points;
    this.#minute(token, resource).used += points;
  }

  /** Seconds until the minute is over in which a token asked too much; null: it may ask. */
  restSeconds(token: string | null, resource: QuotaResource): number | null {
    const limit = this.#limits.perMinute?.[resource] ?? Infinity;
    const { used, resetsAt } = this.#minute(token, resource);
    return used < limit ? null : Math.max(1, resetsAt - this.#seconds());
  }

  /** Leaves so much and no more until the window ends. */
  leave(
    token: string | null,
    resource: QuotaResource,
    remaining: number,
    resetInSeconds = 3600,
  ): void {
    const window = this.#window(token, resource);
    window.used = this.#limit(token, resource) - remaining;
    window.resetsAt = this.#seconds() + resetInSeconds;
  }

  #limit(token: string | null, resource: QuotaResource): number {
    if (token !== null) return this.#limits[resource];
    return resource === 'core' ? this.#limits.anonymous : 0;
  }

  #window(token: string | null, resource: QuotaResource): Window {
    return this.#current(`${resource} ${token ?? ''}`, 3600);
  }

  #minute(token: string | null, resource: QuotaResource): Window {
    return this.#current(`a minute of ${resource} ${token ?? ''}`, 60);
  }

  #current(key: string, seconds: number): Window {
    const present = this.#windows.get(key);
    if (present !== undefined && present.resetsAt > this.#seconds()) return present;
    const fresh = { used: 0, resetsAt: this.#seconds() + seconds };
    this.#windows.set(key, fresh);
    return fresh;
  }

  #seconds(): number {
    return Math.floor(this.#clock.now().getTime() / 1000);
  }
}

export function quotaHeaders(standing: QuotaStanding): Record<string, string> {
  return {
    'x-ratelimit-limit': `${standing.limit}`,
    'x-ratelimit-remaining': `${standing.remaining}`,
    'x-ratelimit-used': `${standing.used}`,
    'x-ratelimit-reset': `${standing.reset}`,
    'x-ratelimit-resource': standing.resource,
  };
}
