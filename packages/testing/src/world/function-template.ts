import type { Random } from './random.ts';

/** One way to break a correct function: `line` (an index) becomes `buggy`. */
export interface Mutation {
  readonly kind: string;
  readonly line: number;
  readonly buggy: string;
  /** What a user sees; each completes a sentence that begins with the function's name. */
  readonly symptoms: readonly [string, string];
  /** Why the fix is right; completes `fix <name>: `. */
  readonly reason: string;
}

/** A correct function and the ways it can break. */
export interface FunctionDraft {
  readonly lines: readonly string[];
  readonly mutations: readonly Mutation[];
}

export type FunctionTemplate = (name: string, random: Random) => FunctionDraft;

/** One level of Python. */
export const indent = '    ';
