import { EvolineFailure, type FailureCode } from '@evoline/contract/failures';
import { z } from 'zod';
import type { HttpAnswer } from './http-text.ts';

/** How much of an engine's own words goes into a message. */
const wordsLimit = 500;

/** The request got no answer: refused, cut off, unknown host, or too slow. */
export function unreachable(engine: string, route: string, error: unknown): EvolineFailure {
  const reason = error instanceof Error ? reasonOf(error) : String(error);
  return new EvolineFailure(
    'engine_unreachable',
    `engine ${engine} did not answer ${route}: ${reason}`,
    { cause: error, details: { engine, route } },
  );
}

/** The engine answered with another status than 200. */
export function refused(engine: string, route: string, answer: HttpAnswer): EvolineFailure {
  const words = wordsOf(answer.text);
  return new EvolineFailure(
    codeOf(answer.status, words),
    `engine ${engine} answered ${route} with ${answer.status}: ${words}`,
    { details: { engine, route, status: answer.status } },
  );
}

/** The answer lacks what was asked for, or has another shape than vLLM's. */
export function incomplete(engine: string, route: string, lack: string): EvolineFailure {
  return new EvolineFailure(
    'engine_incomplete',
    `engine ${engine} answered ${route} incompletely: ${lack}`,
    { details: { engine, route } },
  );
}

/** The engine serves something else than what is asked for by that name. */
export function wrongPolicy(engine: string, message: string): EvolineFailure {
  return new EvolineFailure('engine_wrong_policy', `engine ${engine} ${message}`, {
    details: { engine },
  });
}

function codeOf(status: number, words: string): FailureCode {
  if (status === 404 && /\bmodel\b.*does not exist/i.test(words)) return 'engine_wrong_policy';
  if (status === 408 || status === 429 || status >= 500) return 'engine_unreachable';
  return 'engine_rejected';
}

const VllmError = z.looseObject({ error: z.looseObject({ message: z.string() }) });
const BareError = z.looseObject({ message: z.string() });

function wordsOf(text: string): string {
  return (
    (messageOf(text) ?? text).replaceAll(/\s+/g, ' ').trim().slice(0, wordsLimit) || '(nothing)'
  );
}

function messageOf(text: string): string | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    const wrapped = VllmError.safeParse(answer);
    return wrapped.success ? wrapped.data.error.message : BareError.safeParse(answer).data?.message;
  } catch {
    return undefined;
  }
}

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError') return 'no answer within the deadline';
  const inner = error instanceof AggregateError ? error.errors[0] : error;
  return inner instanceof Error ? inner.message : String(inner);
}
