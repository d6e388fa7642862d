import { FaultBook } from '../http/fault-book.ts';
import type { GitHubFaultAnswer } from './github-fault.ts';
import { GitHubHost } from './github-host.ts';
import type { ResponseCheck } from './openapi/response-check.ts';
import { publishedLimits, Quota, type QuotaLimits } from './quota.ts';

/** A request that the double has answered. Tokens are not kept. */
export interface AnsweredRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly status: number;
  readonly authorized: boolean;
}

export interface AccessOptions {
  /** Tokens that are good; null: any. */
  readonly tokens?: readonly string[] | null;
  readonly limits?: Partial<QuotaLimits>;
  /** Holds every REST answer against GitHub's description; null: nothing is checked. */
  readonly check?: ResponseCheck | null;
}

/** What one running double knows. */
export class DoubleState {
  readonly host = new GitHubHost();
  readonly faults = new FaultBook<GitHubFaultAnswer>();
  readonly quota: Quota;
  readonly requests: AnsweredRequest[] = [];
  readonly check: ResponseCheck | null;
  readonly #tokens: ReadonlySet<string> | null;

  constructor({ tokens = null, limits = {}, check = null }: AccessOptions = {}) {
    this.check = check;
    this.#tokens = tokens === null ? null : new Set(tokens);
    this.quota = new Quota({ ...publishedLimits, ...limits }, this.host.clock);
  }

  /** The request's token, null for none, or `bad` for one that nobody has given out. */
  access(request: Request): { readonly token: string | null } | 'bad' {
    const given = /^(?:token|bearer) (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (given === undefined) return request.headers.has('authorization') ? 'bad' : { token: null };
    return this.#tokens === null || this.#tokens.has(given) ? { token: given } : 'bad';
  }
}
