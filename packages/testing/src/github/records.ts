import { z } from 'zod';

/**
 * The file shapes of the pull request corpus: a subset of what GitHub's REST API serves, one JSON document
 * a line. Fields that start with `x_` are the corpus' own and are dropped by the reader; any other unknown
 * field is an error. Times are ISO 8601 to the second, UTC.
 */
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const commitId = z.string().regex(/^[0-9a-f]{40}$/);

export const AccountRecord = z.strictObject({
  login: z.string(),
  type: z.enum(['User', 'Bot', 'Organization']).optional(),
});
export type AccountRecord = z.infer<typeof AccountRecord>;

export const RepositoryFile = z.strictObject({
  name: z.string(),
  full_name: z.string(),
  private: z.boolean(),
  owner: AccountRecord,
  html_url: z.string(),
  default_branch: z.string(),
  language: z.string().nullable(),
  license: z.strictObject({ spdx_id: z.string() }).nullable(),
});
export type RepositoryFile = z.infer<typeof RepositoryFile>;

export const PullRecord = z.strictObject({
  number: z.int(),
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  title: z.string(),
  body: z.string().nullable(),
  user: AccountRecord.optional(),
  created_at: time,
  closed_at: time.nullable(),
  merged_at: time.nullable(),
  html_url: z.string(),
  base: z.strictObject({ ref: z.string(), sha: commitId }),
  head: z.strictObject({
    label: z.string().optional(),
    ref: z.string().optional(),
    sha: commitId,
  }),
  merge_commit_sha: commitId.nullable(),
  commits: z.int(),
  additions: z.int(),
  deletions: z.int(),
  changed_files: z.int(),
});
export type PullRecord = z.infer<typeof PullRecord>;

export const PullCommits = z.strictObject({
  number: z.int(),
  commits: z.array(
    z.strictObject({
      sha: commitId,
      commit: z.strictObject({
        message: z.string(),
        author: z.strictObject({
          name: z.string().optional(),
          email: z.string().optional(),
          date: time,
        }),
      }),
      parents: z.array(z.strictObject({ sha: commitId })),
    }),
  ),
});
export type CommitRecord = z.infer<typeof PullCommits>['commits'][number];

export const PullFiles = z.strictObject({
  number: z.int(),
  files: z.array(
    z.strictObject({
      filename: z.string(),
      status: z.enum(['added', 'modified', 'removed', 'renamed', 'changed']),
      additions: z.int(),
      deletions: z.int(),
      changes: z.int(),
      previous_filename: z.string().optional(),
    }),
  ),
});
export type FileRecord = z.infer<typeof PullFiles>['files'][number];

export const IssueRecord = z.strictObject({
  number: z.int(),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  body: z.string().nullable(),
  user: AccountRecord.optional(),
  labels: z.array(z.strictObject({ name: z.string() })),
  created_at: time.optional(),
  closed_at: time.nullable().optional(),
  html_url: z.string(),
});
export type IssueRecord = z.infer<typeof IssueRecord>;

/**
 * How a pull request refers to an issue. `connected` is a link made in the web page's side bar, and
 * `disconnected` takes it back there.
 */
export const ReferenceRecord = z.strictObject({
  pull: z.int(),
  issue: z.int(),
  source: z.enum([
    'pr_title',
    'pr_body',
    'merge_message',
    'commit_message',
    'changelog',
    'branch_name',
    'connected',
    'disconnected',
  ]),
  keyword: z.string().nullable(),
});
export type ReferenceRecord = z.infer<typeof ReferenceRecord>;
