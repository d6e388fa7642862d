import { EvolineFailure } from '@evoline/contract/failures';
import { z } from 'zod';
import { githubFailure, readAnswer } from './github-failure.ts';
import { deadline } from './github-requests.ts';
import { graphqlRequest } from './graphql-request.ts';
import { recordOf } from './request-error.ts';
import type { Asker, TokenPool } from './token-pool.ts';

/** One query over several numbers of a repository. */
export interface NumberedQuery<T> {
  readonly pool: TokenPool;
  readonly asker: Asker;
  /** owner/name */
  readonly repository: string;
  readonly numbers: readonly number[];
  /** Most numbers a query; fewer where GitHub could not answer so many before. */
  readonly most: number;
  readonly queryOf: (numbers: readonly number[]) => string;
  readonly shape: z.ZodType<T>;
  readonly timeoutSeconds: number;
  readonly signal?: AbortSignal | undefined;
}

/** `gone`: no such number. `too_heavy`: GitHub cannot answer even for this one alone. */
export type NumberedAnswer<T> = T | 'gone' | 'too_heavy';

/**
 * Asks GraphQL for numbered things, several at once, and tells every answer as it comes. GitHub answers 200
 * with nulls, or 502, when a query is too heavy: what is missing is asked again at half the width, which
 * grows again later.
 */
export async function askNarrowing<T>(
  query: NumberedQuery<T>,
  onAnswer: (number: number, answer: NumberedAnswer<T>) => void,
): Promise<void> {
  const width = query.pool.widthOf(`${query.queryOf.name} ${query.repository}`, query.most);
  const waiting = [...query.numbers];
  while (waiting.length > 0) {
    const asked = waiting.splice(0, width.now);
    const { found, overloaded } = await askOnce(query, asked);
    for (const [number, answer] of found) onAnswer(number, answer);
    if (overloaded.length === 0) width.fitted(asked.length);
    else if (asked.length === 1) onAnswer(overloaded[0] ?? 0, 'too_heavy');
    else {
      width.overloaded(asked.length);
      waiting.unshift(...overloaded);
    }
  }
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
  const { pool, asker, repository, signal, timeoutSeconds } = query;
  const what = `pull requests of ${repository}`;
  const [owner, name] = repository.split('/');
  let raw: unknown;
  try {
    const answer = await pool.ask(asker, 'graphql', ({ octokit }) => {
      const until = deadline(timeoutSeconds, signal);
      return graphqlRequest(octokit, query.queryOf(numbers), { owner, name }, until);
    });
    raw = answer.data;
  } catch (error) {
    const status = Number(recordOf(error)['status'] ?? 0);
    const isOverload = recordOf(error)['response'] !== undefined && status >= 500;
    if (numbers.length > 1 && (isOverload || tooHeavy.test(String(error))))
      return { found: new Map(), overloaded: numbers };
    throw githubFailure(error, what, pool.conversation.redaction);
  }
  const answer = readAnswer(GraphqlAnswer, raw, what);
  if (answer.data?.repository == null) return withoutData(answer, query, numbers, what);
  return sortAnswers(answer, query, numbers, what);
}

function withoutData<T>(
  { errors = [] }: GraphqlAnswer,
  { pool, repository }: NumberedQuery<T>,
  numbers: readonly number[],
  what: string,
): Outcome<T> {
  if (errors.some(({ type = '', message }) => tooHeavy.test(`${type} ${message}`))) {
    return { found: new Map(), overloaded: numbers };
  }
  if (errors.some(({ type }) => type === 'NOT_FOUND')) {
    const message = `GitHub: ${repository}: there is no such thing, or it is private`;
    throw new EvolineFailure('source_gone', message);
  }
  const words = pool.conversation.redaction.clean(errors[0]?.message ?? 'no data').slice(0, 300);
  throw new EvolineFailure('github_malformed', `GitHub: ${what}: ${words}`);
}

function sortAnswers<T>(
  { data, errors = [] }: GraphqlAnswer,
  { shape }: NumberedQuery<T>,
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
      found.set(number, readAnswer(shape, node, `${what}: ${alias}`));
    else if (faults.some(({ type, path }) => type === 'NOT_FOUND' && path?.length === 2))
      found.set(number, 'gone');
    else overloaded.push(number);
  }
  return { found, overloaded };
}
