/** One part of `npm test`: a program that is run, and how its result is counted. */
export interface Check {
  readonly title: string;
  readonly command: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  readonly deadlineSeconds: number;
  /** Where its runner writes what it counted; none for checks that count nothing. */
  readonly report?: { readonly file: string; readonly read: (content: string) => TestCount };
}

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface CheckResult {
  readonly title: string;
  readonly seconds: number;
  /** Null for a check that counts nothing. */
  readonly count: TestCount | null;
  /** Why it failed; undefined when it passed. */
  readonly failure?: string;
}
