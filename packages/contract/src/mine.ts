import { z } from 'zod';
import { ArtifactRef, Digest } from './artifact.ts';
import { ContextBy, ContextConfig, ContextFile, ContextInput } from './mining-context.ts';
import { AuthorKind, DropReason, FilterConfig } from './mining-filters.ts';

/**
 * Where pull requests come from: `demo:`, `git:<path, bundle or address>`, `github:owner/name`, or with `*` for
 * any characters `github:owner/*`; `gharchive:<hours>`: those that GH Archive saw closing, mined from GitHub.
 */
export const SourceLocator = z
  .string()
  .regex(
    /^(demo:[\w.*/-]*|git:.+|github:[\w.-]+\/[\w.*-]+|gharchive:.+)$/,
    'expected demo:, git:<path, bundle or address>, github:owner/name or gharchive:<day>',
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
  crossRepository: z.boolean().describe('it belongs to another repository'),
  /**
   * As they stood before the first commit of the pull request. null when only the number is known, as
   * from history alone, or when the issue is younger than that commit.
   */
  title: z.string().nullable(),
  body: z.string().nullable(),
  createdAt: z.string().nullable(),
  textAsOf: z
    .string()
    .nullable()
    .describe('since when this text stood, before the first commit; null: nobody can tell'),
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

/** Who wrote a pull request. `evidence`: signs, for people; no name of a person. */
export const ItemAuthor = z.strictObject({ kind: AuthorKind, evidence: z.array(z.string()) });
export type ItemAuthor = z.infer<typeof ItemAuthor>;

/** The licence that stood at the merge base, as its text tells. */
export const ItemLicence = z.strictObject({
  spdx: z.string().nullable().describe('SPDX expression; null: none found, or not recognised'),
  path: z.string().nullable().describe('files that were read, joined by a comma and a space'),
  confidence: z.number().min(0).max(1),
});
export type ItemLicence = z.infer<typeof ItemLicence>;

/** The format that this code writes, and the only one that it reads. */
export const itemFormat = 'evoline.item.v2';

/**
 * One kept pull request, content-addressed: the digest is over the canonical JSON of this record.
 * It holds no address and no machine path. Shas are git object ids.
 */
export const PullRequestItem = z.strictObject({
  format: z.literal(itemFormat),
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
  author: ItemAuthor,
  licence: ItemLicence,
  language: z.string().nullable().describe('of most changed lines; null: no programming language'),
  issues: z.array(LinkedIssue),
  files: z.array(ItemFile),
  /** Relevant files that the change left alone, the most relevant first. */
  context: z.array(ContextFile),
  contextBy: ContextBy,
  /** `git diff` from merge base to head, full index, the text that was replayed. */
  patch: z.string(),
});
export type PullRequestItem = z.infer<typeof PullRequestItem>;

/** What a revert takes back, as far as its texts say. */
export const RevertedChange = z.strictObject({
  pullRequest: z.int().positive().nullable().describe('of the same repository'),
  commit: z.string().nullable().describe('beginning of a commit id, 7 to 40 digits'),
});
export type RevertedChange = z.infer<typeof RevertedChange>;

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
  evidence: z
    .string()
    .max(300)
    .nullable()
    .describe('what the reason was found by, for people; no secret, no personal data'),
  reverts: RevertedChange.nullable().describe('what it takes back; null when it is no revert'),
  files: z.array(z.string()),
  itemDigest: Digest.nullable(),
});
export type MinedPullRequest = z.infer<typeof MinedPullRequest>;

/** What becomes of an issue whose text before the first commit nobody has any more. */
export const EditedIssues = z
  .enum(['keep', 'drop'])
  .describe('keep: the oldest text there is, with textAsOf null; drop: no text');

/** Absolute paths; they are read when a run is opened, and the run keeps what they held. */
export const BenchmarkFiles = z
  .array(z.string().min(1))
  .describe(
    'JSONL with the columns of SWE-bench, on the host that opens the run; nothing like them is kept',
  );

export const MinePullRequestsInput = z.strictObject({
  runName: z.string().min(1).max(200).optional(),
  source: SourceLocator.optional().describe('default: DEFAULT_SOURCE, else demo:'),
  limit: z.int().positive().optional().describe('newest pull requests only'),
  filters: FilterConfig.partial().optional(),
  context: ContextInput.optional().describe('default: three files by retrieval'),
  editedIssues: EditedIssues.optional(),
  benchmarkFiles: BenchmarkFiles.optional(),
  planOnly: z.boolean().optional(),
});
export type MinePullRequestsInput = z.infer<typeof MinePullRequestsInput>;

/** A file of benchmark instances, as it stood when the run was opened. */
export const BenchmarkFile = z.strictObject({
  name: z.string().describe('of the file, without its folder'),
  instances: z.int().nonnegative(),
  content: ArtifactRef,
});
export type BenchmarkFile = z.infer<typeof BenchmarkFile>;

export const MinePullRequestsConfig = z.strictObject({
  source: SourceLocator,
  limit: z.int().positive().nullable(),
  filters: FilterConfig,
  context: ContextConfig,
  editedIssues: EditedIssues,
  benchmarks: z.array(BenchmarkFile),
  /** Pull requests per hydrate call (GraphQL width) and per extract chunk. */
  hydrateWidth: z.int().positive(),
  extractChunk: z.int().positive(),
  pagesPerRun: z.int().positive().describe('continue-as-new after so many pages'),
});
export type MinePullRequestsConfig = z.infer<typeof MinePullRequestsConfig>;

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
  /** Root of its fork network, owner/name; absent when it is no fork, or nobody can tell. */
  forkOf: z.string().optional(),
  /** Seen up to here in earlier runs; null at first. */
  watermark: z.string().nullable(),
  /** Page of the only pull requests to look at; absent: all. */
  pullRequests: ArtifactRef.optional(),
});
export type SourceRepository = z.infer<typeof SourceRepository>;

/** A repository of a source of several that could not be mined: it is gone, or git does not serve it. */
export interface LostRepository {
  /** owner/name */
  readonly repository: string;
  readonly reason: string;
}

export interface OpenedSource {
  readonly kind: 'page';
  readonly repositories: readonly SourceRepository[];
  /** What the source names and this run leaves out. */
  readonly lost?: readonly LostRepository[];
}

/** GitHub asked us to wait before the source could be opened. */
export interface DelayedOpening {
  readonly kind: 'wait';
  readonly waitUntil: string;
}
export type SourceOpening = OpenedSource | DelayedOpening;

/** A repository that was deleted, made private or blocked while it was mined. */
export interface GoneRepository {
  readonly kind: 'gone';
  readonly reason: string;
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
export type PullRequestPage = FoundPage | DelayedPage | GoneRepository;

export interface HydratedPullRequests {
  readonly kind: 'page';
  readonly page: ArtifactRef;
  readonly pullRequests: number;
}

/** `cursor`: what was hydrated before GitHub asked us to wait; null: nothing. */
export interface DelayedHydration {
  readonly kind: 'wait';
  readonly cursor: PageCursor | null;
  readonly waitUntil: string;
}
export type HydratedPage = HydratedPullRequests | DelayedHydration | GoneRepository;
