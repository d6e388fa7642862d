import { z } from 'zod';

/** Reason codes of the funnel: every dropped pull request carries exactly one. */
export const dropReasons = {
  excluded_repository:
    'the repository belongs to an evaluation suite, or is a fork or mirror of one',
  not_merged: 'the pull request was not merged',
  bot_author: 'a bot wrote it (account, user name, title, branch or description)',
  agent_author: 'a coding agent wrote it, or had a part in it',
  revert: 'it takes an earlier change back',
  before_model_cutoff: 'it was merged before the cut-off of the model, which may have seen it',
  objects_missing: 'git does not hold the commits or files',
  no_merge_base: 'base and head have no common ancestor',
  benchmark_commit: 'the history holds a commit that a benchmark starts from',
  licence_not_allowed: 'the licence at the merge base is not on the list',
  empty_change: 'no line of any file changed between merge base and head',
  lock_files_only: 'only lock files or version bumps changed',
  too_many_files: 'more files changed than allowed',
  submodule: 'a submodule changed',
  symlink: 'a symbolic link changed',
  not_utf8: 'a changed file is not UTF-8 text',
  unsafe_path: 'a changed path leaves the repository or holds control characters',
  too_large: 'more lines or bytes changed than allowed',
  binary_file: 'a changed file is binary',
  patch_does_not_replay: 'the patch does not reproduce the head contents exactly',
  generated_code: 'most changed lines stand in generated or vendored files',
  docs_only: 'no file of a programming language changed',
  test_only: 'only tests changed',
  language_not_allowed: 'the language of the changed code is not on the list',
  token_budget: 'the prompt would be longer than allowed',
  secret_found: 'it holds what looks like a secret; the whole pull request is quarantined',
  benchmark_patch: 'it makes the change that a benchmark asks for',
  benchmark_statement: 'its text overlaps with the statement of a benchmark',
} as const;
export type DropReason = keyof typeof dropReasons;
export const DropReason = z.enum(Object.keys(dropReasons) as [DropReason, ...DropReason[]]);

/** Filters that are a matter of taste; the others guard what an item is and cannot be switched off. */
export const switchableReasons = [
  'revert',
  'lock_files_only',
  'generated_code',
  'docs_only',
  'test_only',
  'secret_found',
] as const satisfies readonly DropReason[];

/** Who wrote a pull request, as far as the signs tell. `mixed`: a person with a coding agent. */
export const AuthorKind = z.enum(['human', 'bot', 'agent', 'mixed']);
export type AuthorKind = z.infer<typeof AuthorKind>;

/** Evaluation suites whose repositories are known by name. */
export const BenchmarkSuite = z.enum([
  'swe-bench',
  'swe-bench-multilingual',
  'swe-bench-multimodal',
  'swe-bench-dev',
  'swe-bench-live',
]);
export type BenchmarkSuite = z.infer<typeof BenchmarkSuite>;

/** Thresholds of the filters; stored with every run. */
export const FilterConfig = z.strictObject({
  maxChangedFiles: z.int().positive(),
  maxChangedLines: z.int().positive(),
  maxFileBytes: z.int().positive(),
  maxPromptTokens: z.int().positive().describe('estimated: issue text and files before the change'),
  maxGeneratedShare: z.number().min(0).max(1).describe('of the changed lines'),
  authorKinds: z.array(AuthorKind).min(1),
  licences: z.array(z.string().min(1)).describe('SPDX ids'),
  unknownLicence: z
    .enum(['keep', 'drop'])
    .describe('no licence file, or one that is not recognised'),
  languages: z
    .array(z.string().min(1))
    .describe('such as Python; empty: every programming language'),
  excludedSuites: z.array(BenchmarkSuite),
  excludedRepositories: z.array(z.string()).describe('owner/name, beside those of the suites'),
  modelCutoff: z.iso.date().nullable().describe('keep what was merged after this day only'),
  benchmarkWords: z.int().min(5).max(50).describe('words in a row that count as an overlap'),
  benchmarkSimilarity: z.number().min(0.5).max(1).describe('of texts, by MinHash'),
  off: z.array(z.enum(switchableReasons)).describe('filters that drop nothing'),
});
export type FilterConfig = z.infer<typeof FilterConfig>;
