import { z } from 'zod';

/** The parts of GitHub's answers that are read. Fields that are not named here are dropped. */

const time = z.iso.datetime({ offset: true });

const Account = z.object({ login: z.string(), type: z.string().default('User') }).nullish();

export const RepositoryShape = z.object({
  id: z.int().positive(),
  full_name: z.string(),
  default_branch: z.string(),
  clone_url: z.url({ protocol: /^https?$/ }),
  size: z.number().optional(),
  /** Root of the fork network; only where one repository is asked for. */
  source: z.object({ full_name: z.string() }).optional(),
});

export const PullShape = z.object({
  number: z.int().positive(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullable(),
  user: Account,
  merged_at: time.nullable(),
  updated_at: time,
  merge_commit_sha: z.string().nullable(),
  base: z.object({ ref: z.string(), sha: z.string() }),
  head: z.object({ ref: z.string(), sha: z.string() }),
});
export type PullShape = z.infer<typeof PullShape>;

export const IssueRowShape = z.object({
  number: z.int().positive(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  user: Account,
  updated_at: time,
  pull_request: z.object({ merged_at: time.nullish() }).optional(),
});
export type IssueRowShape = z.infer<typeof IssueRowShape>;

const Numbered = z.object({
  number: z.int().positive(),
  repository: z.object({ nameWithOwner: z.string() }),
});

const Closer = z
  .discriminatedUnion('__typename', [
    Numbered.extend({ __typename: z.literal('PullRequest') }),
    z.object({ __typename: z.literal('Commit'), oid: z.string() }),
    z.object({ __typename: z.literal('ProjectV2') }),
  ])
  .nullish();

export const IssueNode = z.object({
  __typename: z.literal('Issue').optional(),
  number: z.int().positive(),
  title: z.string(),
  body: z.string(),
  createdAt: time,
  updatedAt: time,
  repository: z.object({ nameWithOwner: z.string() }),
  /** Left out where the pull request was connected by hand. */
  timelineItems: z.object({ nodes: z.array(z.object({ closer: Closer }).nullable()) }).optional(),
});
export type IssueNode = z.infer<typeof IssueNode>;

const ContentEdit = z.object({
  editedAt: time,
  deletedAt: time.nullable(),
  /** The whole text after the edit, as GitHub fills it; null for edits of before it kept them. */
  diff: z.string().nullable(),
});

/** An issue with its earlier texts. */
export const IssueHistoryNode = IssueNode.extend({
  lastEditedAt: time.nullable(),
  /** Newest first; the first text is among them once there was an edit. */
  userContentEdits: z.object({ nodes: z.array(ContentEdit.nullable()).nullable() }).nullable(),
  renames: z.object({
    nodes: z.array(
      z.object({ createdAt: time, previousTitle: z.string(), currentTitle: z.string() }).nullable(),
    ),
  }),
  referrers: z.object({
    nodes: z.array(
      z
        .object({
          willCloseTarget: z.boolean(),
          source: z.union([Numbered, z.object({}).transform(() => null)]),
        })
        .nullable(),
    ),
  }),
});
export type IssueHistoryNode = z.infer<typeof IssueHistoryNode>;

const Commit = z.object({ oid: z.string(), message: z.string().default('') });

export const PullRequestNode = z.object({
  number: z.int().positive(),
  url: z.string(),
  title: z.string(),
  body: z.string(),
  merged: z.boolean(),
  mergedAt: time.nullable(),
  updatedAt: time,
  headRefName: z.string(),
  baseRefOid: z.string(),
  headRefOid: z.string(),
  mergeCommit: Commit.nullable(),
  author: z.object({ __typename: z.string(), login: z.string() }).nullable(),
  commits: z.object({ nodes: z.array(z.object({ commit: Commit }).nullable()).nullable() }),
  closingIssuesReferences: z.object({ nodes: z.array(IssueNode.nullable()).nullable() }),
  timelineItems: z.object({
    nodes: z.array(
      z
        .object({
          __typename: z.string(),
          subject: z.union([IssueNode, z.object({}).transform(() => null)]).optional(),
        })
        .nullable(),
    ),
  }),
});
export type PullRequestNode = z.infer<typeof PullRequestNode>;
