import type { PythonChild } from '../../bench/python-child.ts';

/** A line of a golden file, with the name of that file. */
export interface GoldenLine {
  readonly file: 'ratio' | 'blocks' | 'udiff' | 'reward';
  readonly content: Readonly<Record<string, unknown>>;
}

/** One thing that is held against CPython. A case is a few texts, so that it can be made smaller. */
export interface FuzzKind {
  /** For people, in the plural. */
  readonly name: string;
  /** Makes the case of this seed. */
  texts(seed: string): FuzzCase;
  /** What differs from CPython, as the golden line that says what is right; undefined when nothing does. */
  differs(fuzzCase: FuzzCase, python: PythonChild): Promise<GoldenLine | undefined>;
}

export interface FuzzCase {
  readonly texts: readonly string[];
  /** What the texts are, where that is not fixed: keys of files. */
  readonly labels?: readonly string[];
}

/** What our side says; nothing when it throws, which is a difference too. */
export function said<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
