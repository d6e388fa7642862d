import type { AnswerCost } from './accounting.ts';
import { DoubleApp, type DoubleAppOptions } from './double-app.ts';
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
  /** null for what no quota counts. */
  readonly cost: AnswerCost | null;
}

export interface AccessOptions {
  /** Tokens that are good; null: any. */
  readonly tokens?: readonly string[] | null;
  readonly limits?: Partial<QuotaLimits>;
  /** Holds every REST answer against GitHub's description; null: nothing is checked. */
  readonly check?: ResponseCheck | null;
  /** An app whose installations' tokens are good as well. */
  readonly app?: DoubleAppOptions;
}

/** Who asks: a token stands for its user, a token of an installation for that installation. */
export interface Access {
  readonly token: string | null;
}

/** What one running double knows. */
export class DoubleState {
  readonly host = new GitHubHost();
  readonly faults = new FaultBook<GitHubFaultAnswer>();
  readonly quota: Quota;
  readonly app: DoubleApp | null;
  readonly requests: AnsweredRequest[] = [];
  readonly check: ResponseCheck | null;
  readonly #tokens: ReadonlySet<string> | null;
  readonly #revoked = new Set<string>();

  constructor(options: AccessOptions = {}) {
    const { tokens = null, limits = {}, check = null, app } = options;
    const { clock } = this.host;
    this.check = check;
    this.#tokens = tokens === null ? null : new Set(tokens);
    this.quota = new Quota({ ...publishedLimits, ...limits }, clock);
    this.app = app === undefined ? null : new DoubleApp(app, clock);
  }

  /** From now on the token is one that nobody has given out. */
  revoke(token: string): void {
    this.#revoked.add(token);
  }

  /** The request's token, null for none, or `bad` for one that nobody has given out. */
  access(request: Request): Access | 'bad' {
    const given = /^(?:token|bearer) (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    if (given === undefined) return request.headers.has('authorization') ? 'bad' : { token: null };
    if (this.#revoked.has(given)) return 'bad';
    if (given.startsWith('ghs_') && this.app !== null) {
      const installation = this.app.installationOf(given);
      return installation === null ? 'bad' : { token: `installation ${installation}` };
    }
    return this.#tokens === null || this.#tokens.has(given) ? { token: given } : 'bad';
  }
}
