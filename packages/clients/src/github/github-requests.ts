import { EvolineFailure } from '@evoline/contract/failures';
import type { z } from 'zod';
import type { AnswerCache, AnswerKey } from './answer-cache.ts';
import { githubFailure, readAnswer } from './github-failure.ts';
import { recordOf } from './request-error.ts';
import type { Asker, Asking, TokenPool } from './token-pool.ts';

export interface RequestOptions {
  readonly pool: TokenPool;
  readonly asker: Asker;
  readonly answers: AnswerCache;
  /** For one request. */
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal | undefined;
}

type Query = Readonly<Record<string, string | number>>;

/** An answer that was read; `isUnchanged`: GitHub said 304, and `data` is what was kept. */
export interface ConditionalAnswer<T> {
  readonly data: T | null;
  readonly isUnchanged: boolean;
  readonly key: AnswerKey;
  readonly etag: string | null;
  /** Number of the last page, from the Link header (RFC 8288). */
  readonly lastPage: number | null;
  /** When the request was sent, by GitHub's clock. */
  readonly askedAt: Date;
}

/** REST requests of one subject: deadlines, entity tags, names of failures. */
export class GitHubRequests {
  readonly options: RequestOptions;

  constructor(options: RequestOptions) {
    this.options = options;
  }

  /** @throws RateLimited; EvolineFailure of the boundary github */
  async get<T>(path: string, query: Query, shape: z.ZodType<T>, what: string): Promise<T> {
    return (await this.getPage(path, query, shape, what)).data;
  }

  /** The same with the number of the last page. */
  async getPage<T>(
    path: string,
    query: Query,
    shape: z.ZodType<T>,
    what: string,
  ): Promise<{ readonly data: T; readonly lastPage: number | null }> {
    const answer = await this.#send(path, query, what, () => Promise.resolve({}));
    const lastPage = lastPageOf(answer.headers['link'], query);
    return { data: readAnswer(shape, answer.data, what), lastPage };
  }

  /** The same; null for a 404. */
  async find<T>(path: string, shape: z.ZodType<T>, what: string): Promise<T | null> {
    try {
      return await this.get(path, {}, shape, what);
    } catch (error) {
      if (error instanceof EvolineFailure && error.code === 'source_gone') return null;
      throw error;
    }
  }

  /** Asks whether the answer has changed since it was kept; the caller keeps it when it is dealt with. */
  async getChanged<T>(
    path: string,
    query: Query,
    shape: z.ZodType<T>,
    what: string,
  ): Promise<ConditionalAnswer<T>> {
    const { answers, pool } = this.options;
    const { clock } = pool.conversation;
    const url = this.#addressOf(path, query);
    const sentAt = clock.localNow();
    const sent = await this.#send(path, query, what, async ({ fingerprint }) => {
      const known = await answers.find({ fingerprint, url });
      return known === null ? {} : { 'if-none-match': known.etag };
    });
    const { fingerprint, status, headers } = sent;
    const key = { fingerprint, url };
    const date = typeof headers['date'] === 'string' ? headers['date'] : null;
    const askedAt = clock.startOf({ sentAt, receivedAt: clock.localNow(), date });
    if (status === 304) {
      const known = await answers.find(key);
      const data = known?.answer == null ? null : readAnswer(shape, known.answer, what);
      const etag = known?.etag ?? null;
      return { data, isUnchanged: true, key, etag, lastPage: null, askedAt };
    }
    const data = readAnswer(shape, sent.data, what);
    const etag = typeof headers['etag'] === 'string' ? headers['etag'] : null;
    const lastPage = lastPageOf(headers['link'], query);
    return { data, isUnchanged: false, key, etag, lastPage, askedAt };
  }

  /** An answer that is worth keeping as it is: what was kept when it has not changed. */
  async getKept<T>(
    path: string,
    query: Query,
    shape: z.ZodType<T>,
    what: string,
  ): Promise<{ readonly data: T; readonly askedAt: Date }> {
    const { data, isUnchanged, key, etag, askedAt } = await this.getChanged(
      path,
      query,
      shape,
      what,
    );
    if (data === null) {
      throw new EvolineFailure('github_malformed', `GitHub: ${what}: 304 without a request for it`);
    }
    if (!isUnchanged && etag !== null) await this.options.answers.keep(key, { etag, answer: data });
    return { data, askedAt };
  }

  async #send(
    path: string,
    query: Query,
    what: string,
    headersOf: (asking: Asking) => Promise<Readonly<Record<string, string>>>,
  ) {
    const { pool, asker, timeoutSeconds, signal } = this.options;
    try {
      return await pool.ask(asker, 'core', async (asking) => {
        const headers = await headersOf(asking);
        const request = { signal: deadline(timeoutSeconds, signal) };
        const options = { method: 'GET', url: path, ...query, headers, request } as const;
        const { fingerprint, octokit } = asking;
        const answer = await octokit.request(options).catch(unchanged);
        return { fingerprint, status: answer.status, headers: answer.headers, data: answer.data };
      });
    } catch (error) {
      throw githubFailure(error, what, pool.conversation.redaction);
    }
  }

  #addressOf(path: string, query: Query): string {
    const entries = Object.entries(query).map(([name, value]): [string, string] => [
      name,
      `${value}`,
    ]);
    const text = new URLSearchParams(entries).toString();
    return `${this.options.pool.conversation.apiUrl}${path}${text === '' ? '' : `?${text}`}`;
  }
}

/** A page from which none leads on is the last one. */
function lastPageOf(link: unknown, { page = 1 }: Query): number | null {
  const text = typeof link === 'string' ? link : '';
  const last = /[?&]page=(\d+)[^>]*>;\s*rel="last"/.exec(text)?.[1];
  if (last !== undefined) return Number(last);
  return /rel="next"/.test(text) ? null : Number(page);
}

interface PlainAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** Octokit takes 304 for an error. */
function unchanged(error: unknown): PlainAnswer {
  const response = recordOf(recordOf(error)['response']);
  if (response['status'] !== 304) throw error;
  return { status: 304, headers: recordOf(response['headers']), data: null };
}

/** Ends a request after a time, or when the work is cancelled. */
export function deadline(seconds: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(seconds * 1000);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}
