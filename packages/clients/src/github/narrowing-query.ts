import { EvolineFailure } from '@evoline/contract/failures';
import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { githubFailure, readAnswer } from './github-failure.ts';
import { recordOf, type TokenPool } from './token-pool.ts';

/** One query over several numbers of a repository. */
export interface NumberedQuery<T> {
  readonly pool: TokenPool;
  /** owner/name */
  readonly repository: string;
  readonly numbers: readonly number[];
  /** Numbers a query at first. */
  readonly width: number;
  readonly queryOf: (numbers: readonly number[]) => string;
  readonly shape: z.ZodType<T>;
  readonly timeoutSeconds: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** `gone`: no such number. `too_heavy`: GitHub cannot answer even for this one alone. */
export type NumberedAnswer<T> = T | 'gone' | 'too_heavy';

/**
 * Asks GraphQL for numbered things, several at once. GitHub answers 200 with nulls, or 502, when a query
 * is too heavy: what is missing is asked again at half the width.
 */
export async function askNarrowing<T>(
  query: NumberedQuery<T>,
): Promise<Map<number, NumberedAnswer<T>>> {
  const answers = new Map<number, NumberedAnswer<T>>();
  const waiting = [...query.numbers];
  let width = Math.max(1, query.width);
  while (waiting.length > 0) {
    const asked = waiting.splice(0, width);
    const { found, overloaded } = await askOnce(query, asked);
    for (const [number, answer] of found) answers.set(number, answer);
    if (overloaded.length > 0 && width === 1) {
      for (const number of overloaded) answers.set(number, 'too_heavy');
    } else waiting.unshift(...overloaded);
    if (overloaded.length > 0) width = Math.max(1, width >> 1);
    query.onProgress?.(answers.size);
  }
  return answers;
}

interface Outcome<T> {
  readonly found: ReadonlyMap<number, T | 'gone'>;
  readonly overloaded: readonly number[];
}

const GraphqlAnswer = z.object({
  data: z.object({ repository: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  errors: z
    .array(
      z.object({
        type: z.string().optional(),
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
      }),
    )
    .optional(),
});
type GraphqlAnswer = z.infer<typeof GraphqlAnswer>;

const tooHeavy =
  /RESOURCE_LIMITS_EXCEEDED|MAX_NODE_LIMIT_EXCEEDED|Something went wrong|timeout|couldn't respond/i;

async function askOnce<T>(
  query: NumberedQuery<T>,
  numbers: readonly number[],
): Promise<Outcome<T>> {
  const what = `pull requests of ${query.repository}`;
  let raw: unknown;
  try {
    raw = await query.pool.ask('graphql', (octokit) => send(octokit, query, numbers));
  } catch (error) {
    const status = Number(recordOf(error)['status'] ?? 0);
    const isOverload = status >= 500 && numbers.length > 1;
    if (isOverload || tooHeavy.test(String(error)))
      return { found: new Map(), overloaded: numbers };
    throw githubFailure(error, what);
  }
  const answer = readAnswer(GraphqlAnswer, raw, what);
  if (answer.data?.repository == null) return withoutData(answer, query, numbers, what);
  return sortAnswers(answer, query, numbers, what);
}

/** REST and GraphQL lie side by side; on a server of one's own REST is one level deeper. */
async function send<T>(
  octokit: Octokit,
  query: NumberedQuery<T>,
  numbers: readonly number[],
): Promise<unknown> {
  const [owner, name] = query.repository.split('/');
  const { baseUrl } = octokit.request.endpoint.DEFAULTS;
  const response = await octokit.request({
    method: 'POST',
    baseUrl: baseUrl.replace(/\/api\/v3$/, '/api'),
    url: '/graphql',
    query: query.queryOf(numbers),
    variables: { owner, name },
    request: { retries: 0, signal: deadline(query.timeoutSeconds, query.signal) },
  });
  return response.data;
}

/** Ends a request after a time, or when the work is cancelled. */
export function deadline(seconds: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(seconds * 1000);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}

function withoutData<T>(
  { errors = [] }: GraphqlAnswer,
  query: NumberedQuery<T>,
  numbers: readonly number[],
  what: string,
): Outcome<T> {
  if (errors.some(({ type = '', message }) => tooHeavy.test(`${type} ${message}`))) {
    return { found: new Map(), overloaded: numbers };
  }
  if (errors.some(({ type }) => type === 'NOT_FOUND')) {
    throw new EvolineFailure(
      'not_found',
      `GitHub: there is no repository ${query.repository}, or it is private`,
    );
  }
  const words = query.pool.hide(errors[0]?.message ?? 'no data').slice(0, 300);
  throw new EvolineFailure('github_malformed', `GitHub: ${what}: ${words}`);
}

function sortAnswers<T>(
  { data, errors = [] }: GraphqlAnswer,
  query: NumberedQuery<T>,
  numbers: readonly number[],
  what: string,
): Outcome<T> {
  const found = new Map<number, T | 'gone'>();
  const overloaded: number[] = [];
  for (const number of numbers) {
    const alias = `n${number}`;
    const faults = errors.filter(({ path = [] }) => path.length < 2 || path[1] === alias);
    const node = data?.repository?.[alias];
    if (node != null && faults.length === 0)
      found.set(number, readAnswer(query.shape, node, `${what}: ${alias}`));
    else if (faults.some(({ type, path }) => type === 'NOT_FOUND' && path?.length === 2))
      found.set(number, 'gone');
    else overloaded.push(number);
  }
  return { found, overloaded };
}
