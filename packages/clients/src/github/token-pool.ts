import { EvolineFailure } from '@evoline/contract/failures';
import type { Octokit } from '@octokit/rest';
import {
  anonymous,
  type Credential,
  type GitHubAppCredential,
  tokenCredential,
} from './credential.ts';
import { RateLimited } from './github-client.ts';
import { installationsOf } from './app-installations.ts';
import { type Conversation, miningOctokit } from './mining-octokit.ts';
import {
  MemoryQuotaBook,
  type QuotaBook,
  type QuotaRest,
  type QuotaStanding,
  type Resource,
} from './quota-book.ts';
import type { QuotaTally } from './quota-tally.ts';
import { QueryWidth } from './query-width.ts';
import { type LimitHit, limitOf, restSeconds, standingOf } from './rate-limit.ts';
import { Redaction } from './redaction.ts';
import { isInstallationRefused, refusalOf } from './request-error.ts';
import { ServerClock } from './server-clock.ts';

export interface TokenPoolOptions {
  /** Address of the REST API, such as `https://api.github.com`. */
  readonly apiUrl: string;
  /** Kept in memory only. */
  readonly tokens: readonly string[];
  /** Its installations are used beside the tokens. */
  readonly app?: GitHubAppCredential | undefined;
  /** What several workers know together; default: this process alone. */
  readonly book?: QuotaBook | undefined;
  /** Milliseconds since 1970 by this machine; default: its clock. */
  readonly now?: (() => number) | undefined;
}

/** A token's Octokit, as handed to a request. */
export interface Asking {
  readonly octokit: Octokit;
  readonly fingerprint: string;
}

/** Who asks. */
export interface Asker {
  /** A repository, or what there is before one is known; it keeps its token. */
  readonly subject: string;
  /** Where the quota that is spent is added up. */
  readonly tally?: QuotaTally | undefined;
}

/** The parts of an answer that tell of the quota. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** Where a token stands, for plans. */
export interface TokenStanding {
  readonly fingerprint: string;
  readonly core: QuotaStanding | null;
  readonly graphql: QuotaStanding | null;
}

interface Member extends Asking {
  readonly hasToken: boolean;
  /** GitHub did not accept it; it is tried again at this local time. */
  refusedUntil: number;
}

/** A token that is refused may have been renewed, or GitHub may have erred. */
const refusalMs = 10 * 60_000;

/**
 * Tokens, and who works with which. A subject (a repository) keeps its token as long as that is there,
 * because entity tags hold for one token. Nobody waits here: a token that has to rest raises `RateLimited`.
 */
export class TokenPool {
  readonly conversation: Conversation;
  readonly #options: TokenPoolOptions;
  readonly #book: QuotaBook;
  readonly #widths = new Map<string, QueryWidth>();
  #loading: Promise<readonly Member[]> | null = null;

  /** The demo world takes any token; without one its GraphQL refuses, as GitHub's does. */
  static ofDemoWorld(url: string, book?: QuotaBook): TokenPool {
    return new TokenPool({ apiUrl: url, tokens: ['demo'], book });
  }

  constructor(options: TokenPoolOptions) {
    const { apiUrl, tokens, app, book, now } = options;
    this.#options = { ...options, tokens: [...new Set(tokens)] };
    this.#book = book ?? new MemoryQuotaBook();
    const redaction = new Redaction();
    for (const secret of [...tokens, ...(app === undefined ? [] : [app.privateKey])]) {
      redaction.know(secret);
    }
    this.conversation = { apiUrl, redaction, clock: new ServerClock(now) };
  }

  /** false: only what needs no token can be asked. */
  get hasTokens(): boolean {
    return this.#options.tokens.length > 0 || this.#options.app !== undefined;
  }

  /** The width of queries about a subject, as it was learnt so far. */
  widthOf(subject: string, most: number): QueryWidth {
    const known = this.#widths.get(subject);
    if (known?.most === most) return known;
    if (this.#widths.size > 10_000) this.#widths.clear();
    const fresh = new QueryWidth(most);
    this.#widths.set(subject, fresh);
    return fresh;
  }

  /** Every token with what is known of its quota; nothing is asked. */
  async standings(): Promise<TokenStanding[]> {
    const members = await this.#members();
    return await Promise.all(
      members.map(async ({ fingerprint }) => ({
        fingerprint,
        core: (await this.#book.read(fingerprint, 'core')).standing,
        graphql: (await this.#book.read(fingerprint, 'graphql')).standing,
      })),
    );
  }

  /**
   * Asks with the subject's token. A token that GitHub does not accept is put aside, and the subject goes
   * over to another.
   *
   * @throws RateLimited when the token has to rest; EvolineFailure github_refused when none is accepted;
   *   else what `send` throws
   */
  async ask<A extends Answer>(
    { subject, tally }: Asker,
    resource: Resource,
    send: (asking: Asking) => Promise<A>,
  ): Promise<A> {
    for (;;) {
      const member = await this.#memberOf(subject);
      const rested = await this.#checkRest(member, resource);
      try {
        const answer = await send(member);
        tally?.note(resource, answer);
        await this.#note(member, resource, answer, rested);
        return answer;
      } catch (error) {
        if (error instanceof RateLimited) throw error;
        tally?.note(resource, error);
        await this.#note(member, resource, error, rested);
        if (!member.hasToken || !isTokenRefused(error)) throw error;
        member.refusedUntil = this.conversation.clock.localNow() + refusalMs;
      }
    }
  }

  async #memberOf(subject: string): Promise<Member> {
    const now = this.conversation.clock.localNow();
    const present = (await this.#members()).filter((member) => member.refusedUntil <= now);
    if (present.length === 0) {
      throw new EvolineFailure('github_refused', 'GitHub: none of the tokens is accepted');
    }
    const names = present.map(({ fingerprint }) => fingerprint);
    const pinned = names.length === 1 ? names[0] : await this.#book.pin(subject, names);
    const member = present.find(({ fingerprint }) => fingerprint === pinned);
    if (member === undefined) throw new Error(`no token has the fingerprint ${pinned}`);
    return member;
  }

  async #members(): Promise<readonly Member[]> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = null;
      throw error;
    });
    return await this.#loading;
  }

  async #load(): Promise<readonly Member[]> {
    const { tokens, app } = this.#options;
    const credentials: Credential[] = tokens.map(tokenCredential);
    if (app !== undefined) credentials.push(...(await installationsOf(this.conversation, app)));
    if (credentials.length === 0 && app !== undefined) {
      throw new EvolineFailure('github_refused', `GitHub: app ${app.appId} has no installation`);
    }
    const given = credentials.length > 0 ? credentials : [anonymous];
    return given.map((credential) => ({
      octokit: miningOctokit(this.conversation, credential),
      fingerprint: credential.fingerprint,
      hasToken: credential.auth !== null,
      refusedUntil: 0,
    }));
  }

  /** A request that is known to be refused is not sent. Returns the rest that is over. */
  async #checkRest({ fingerprint }: Member, resource: Resource): Promise<QuotaRest | null> {
    const { clock } = this.conversation;
    const { standing, rest } = await this.#book.read(fingerprint, resource);
    const now = clock.now();
    const until = Math.max(
      standing?.remaining === 0 ? standing.resetsAt : 0,
      rest === null ? 0 : rest.restsUntil,
    );
    if (until > now) throw this.#limited(until);
    return rest;
  }

  /** @throws RateLimited when the answer was a limit */
  async #note(
    { fingerprint }: Member,
    resource: Resource,
    answer: unknown,
    rested: QuotaRest | null,
  ): Promise<void> {
    const refusal = refusalOf(answer);
    const standing = standingOf(refusal.headers);
    const hit = limitOf(refusal);
    if (standing !== null) {
      const noted = hit?.kind === 'primary' ? { ...standing, remaining: 0 } : standing;
      await this.#book.noteStanding(fingerprint, resource, noted);
    }
    if (hit?.kind === 'primary' && standing !== null) throw this.#limited(standing.resetsAt);
    if (hit !== null) throw await this.#rest(fingerprint, hit, rested);
    if (rested !== null && refusal.status < 400) await this.#book.noteRest(fingerprint, null);
  }

  async #rest(fingerprint: string, hit: LimitHit, rested: QuotaRest | null): Promise<RateLimited> {
    const strikes = (rested?.strikes ?? 0) + 1;
    const seconds = restSeconds(hit.kind === 'secondary' ? hit.retryAfterSeconds : null, strikes);
    const restsUntil = this.conversation.clock.now() + seconds * 1000;
    await this.#book.noteRest(fingerprint, { restsUntil, strikes });
    return this.#limited(restsUntil);
  }

  /** A second more: the server's clock is known to the second. */
  #limited(until: number): RateLimited {
    return new RateLimited(this.conversation.clock.toLocal(until + 1000));
  }
}

function isTokenRefused(error: unknown): boolean {
  return refusalOf(error).status === 401 || isInstallationRefused(error);
}
