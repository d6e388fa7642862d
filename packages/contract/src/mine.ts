import { z } from 'zod';
import { type ArtifactRef, Digest } from './artifact.ts';

/** Where pull requests come from: `demo:`, `git:<path, bundle or address>` or `github:owner/name`. */
export const SourceLocator = z
  .string()
  .regex(
    /^(demo:[\w.*/-]*|git:.+|github:[\w.-]+\/[\w.-]+)$/,
    'expected demo:, git:<path, bundle or address> or github:owner/name',
  );
export type SourceLocator = z.infer<typeof SourceLocator>;

/** How an issue was found to belong to a pull request, from strongest to weakest evidence. */
export const LinkKind = z.enum([
  'closed_by_pull_request',
  'closed_by_commit',
  'closing_reference',
  'will_close_reference',
  'connected',
  'closing_keyword',
  'mention',
]);
export type LinkKind = z.infer<typeof LinkKind>;

export const LinkedIssue = z.strictObject({
  repository: z.string().describe('owner/name'),
  number: z.int().positive(),
  kind: LinkKind,
  /** null when only the number is known, as from history alone. */
  title: z.string().nullable(),
  body: z.string().nullable(),
  createdAt: z.string().nullable(),
});
export type LinkedIssue = z.infer<typeof LinkedIssue>;

export const FileStatus = z.enum(['added', 'modified', 'removed', 'renamed']);

/** One changed file. `before` is the content at the merge base, `after` at the head; UTF-8 text. */
export const ItemFile = z.strictObject({
  path: z.string().min(1),
  previousPath: z.string().min(1).nullable(),
  status: FileStatus,
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ItemFile = z.infer<typeof ItemFile>;

/** How a pull request reached the default branch. */
export const Landing = z.enum(['merge', 'squash', 'rebase', 'unknown']);
export type Landing = z.infer<typeof Landing>;

/**
 * One kept pull request, content-addressed: the digest is over the canonical JSON of this record.
 * It holds no address and no machine path. Shas are git object ids.
 */
export const PullRequestItem = z.strictObject({
  format: z.literal('evoline.item.v1'),
  repository: z.string().describe('owner/name, or the folder name of a git source'),
  number: z.int().positive(),
  title: z.string(),
  body: z.string(),
  mergedAt: z.string().nullable(),
  baseTip: z.string(),
  mergeBase: z.string(),
  head: z.string(),
  landed: z.string(),
  landing: Landing,
  issues: z.array(LinkedIssue),
  files: z.array(ItemFile),
  /** `git diff` from merge base to head, full index, the text that was replayed. */
  patch: z.string(),
});
export type PullRequestItem = z.infer<typeof PullRequestItem>;

/** Reason codes of the funnel: every dropped pull request carries exactly one. */
export const dropReasons = {
  not_merged: 'the pull request was not merged',
  bot_author: 'a bot wrote it (author, title or branch)',
  excluded_repository: 'the repository belongs to an evaluation suite (SWE-bench)',
  empty_change: 'no line of any file changed between merge base and head',
  too_many_files: 'more files changed than allowed',
  too_large: 'more lines or bytes changed than allowed',
  lock_files_only: 'only lock files or version bumps changed',
  no_merge_base: 'base and head have no common ancestor',
  objects_missing: 'git does not hold the commits or files',
  not_utf8: 'a changed file is not UTF-8 text',
  binary_file: 'a changed file is binary',
  symlink: 'a symbolic link changed',
  submodule: 'a submodule changed',
  unsafe_path: 'a changed path leaves the repository or holds control characters',
  patch_does_not_replay: 'the patch does not reproduce the head contents exactly',
} as const;
export type DropReason = keyof typeof dropReasons;
export const DropReason = z.enum(Object.keys(dropReasons) as [DropReason, ...DropReason[]]);

/** What became of one pull request in one mining run. */
export const MinedPullRequest = z.strictObject({
  repository: z.string(),
  number: z.int().positive(),
  url: z.string().nullable(),
  title: z.string(),
  baseTip: z.string().nullable(),
  mergeBase: z.string().nullable(),
  head: z.string().nullable(),
  landed: z.string().nullable(),
  status: z.enum(['kept', 'dropped']),
  reason: DropReason.nullable(),
  files: z.array(z.string()),
  itemDigest: Digest.nullable(),
});
export type MinedPullRequest = z.infer<typeof MinedPullRequest>;

/** Thresholds of the paper's filters (SWE-RL appendix A); stored with every result. */
export const FilterConfig = z.strictObject({
  maxChangedFiles: z.int().positive(),
  maxChangedLines: z.int().positive(),
  maxFileBytes: z.int().positive(),
  excludedRepositories: z.array(z.string()).describe('owner/name, lower case'),
});
export type FilterConfig = z.infer<typeof FilterConfig>;

export const MinePullRequestsInput = z.strictObject({
  runName: z.string().min(1).max(200).optional(),
  source: SourceLocator.optional().describe('default: DEFAULT_SOURCE, else demo:'),
  limit: z.int().positive().optional().describe('newest pull requests only'),
  filters: FilterConfig.partial().optional(),
  planOnly: z.boolean().optional(),
});
export type MinePullRequestsInput = z.infer<typeof MinePullRequestsInput>;

export const MinePullRequestsConfig = z.strictObject({
  source: SourceLocator,
  limit: z.int().positive().nullable(),
  filters: FilterConfig,
  /** Pull requests per hydrate call (GraphQL width) and per extract chunk. */
  hydrateWidth: z.int().positive(),
  extractChunk: z.int().positive(),
  pagesPerRun: z.int().positive().describe('continue-as-new after so many pages'),
});
export type MinePullRequestsConfig = z.infer<typeof MinePullRequestsConfig>;

export const MineNightlyInput = z.strictObject({
  runName: z.string().min(1).max(200).optional(),
  sources: z.array(SourceLocator).min(1).optional(),
  atOnce: z.int().min(1).max(8).optional(),
  limit: z.int().positive().optional(),
  nominalTime: z.iso
    .datetime()
    .optional()
    .describe("the night to mine; default: the schedule's, else now"),
  planOnly: z.boolean().optional(),
});
export type MineNightlyInput = z.infer<typeof MineNightlyInput>;

export const MineNightlyConfig = z.strictObject({
  sources: z.array(SourceLocator).min(1),
  atOnce: z.int().min(1).max(8),
  limit: z.int().positive().nullable(),
  /** The night this run stands for, ISO 8601. */
  nominalTime: z.string(),
  repositoriesPerRun: z.int().positive(),
});
export type MineNightlyConfig = z.infer<typeof MineNightlyConfig>;

/** Counts of one mining run; `funnel` has one entry per drop reason that occurred. */
export const MineSummary = z.strictObject({
  source: z.string(),
  seen: z.int().nonnegative(),
  kept: z.int().nonnegative(),
  added: z.int().nonnegative().describe('items that were new to the database'),
  funnel: z.record(z.string(), z.int().nonnegative()),
});
export type MineSummary = z.infer<typeof MineSummary>;

/** A repository to be mined, as found by `openSource`. */
export const SourceRepository = z.strictObject({
  /** Stable key: `github:<numeric id>` or `git:<digest of the address>`. */
  key: z.string(),
  name: z.string().describe('owner/name'),
  defaultBranch: z.string(),
  /** Where git fetches from; holds no credentials. */
  gitAddress: z.string(),
  /** Seen up to here in earlier runs; null at first. */
  watermark: z.string().nullable(),
});
export type SourceRepository = z.infer<typeof SourceRepository>;

export interface OpenedSource {
  readonly repositories: readonly SourceRepository[];
}

/** Where the walk stands; opaque to workflows. */
export type PageCursor = string;

/** One page of discovered pull requests. */
export interface FoundPage {
  readonly kind: 'page';
  readonly page: ArtifactRef;
  readonly pullRequests: number;
  readonly next: PageCursor | null;
}

/** GitHub asked us to wait; the walk goes on from `cursor`. */
export interface DelayedPage {
  readonly kind: 'wait';
  readonly cursor: PageCursor | null;
  readonly waitUntil: string;
}
export type PullRequestPage = FoundPage | DelayedPage;

export interface HydratedPullRequests {
  readonly kind: 'page';
  readonly page: ArtifactRef;
  readonly pullRequests: number;
}

export interface DelayedHydration {
  readonly kind: 'wait';
  readonly waitUntil: string;
}
export type HydratedPage = HydratedPullRequests | DelayedHydration;
