import { z } from 'zod';
import { LinkKind } from './mine.ts';
import { IssueVersion, PullRequestCandidate } from './mine-pages.ts';

export const NumberedPullRequest = z.strictObject({
  repository: z.string().describe('owner/name'),
  number: z.int().positive(),
});
export type NumberedPullRequest = z.infer<typeof NumberedPullRequest>;

export const IssueCloser = z.discriminatedUnion('kind', [
  NumberedPullRequest.extend({ kind: z.literal('pull_request') }),
  z.strictObject({ kind: z.literal('commit'), id: z.string() }),
]);
export type IssueCloser = z.infer<typeof IssueCloser>;

/** An issue as GitHub tells it. */
export const IssueText = z.strictObject({
  number: z.int().positive(),
  createdAt: z.string(),
  /** Every text that is known, oldest first; the last is today's. */
  texts: z.array(IssueVersion),
  /** What closed it, newest first. */
  closers: z.array(IssueCloser),
  /** Pull requests that said, where they spoke of it, that they would close it. */
  closingReferrers: z.array(NumberedPullRequest),
});
export type IssueText = z.infer<typeof IssueText>;

/** All that one query tells of a pull request. */
export const HydratedPullRequest = z.strictObject({
  candidate: PullRequestCandidate,
  /** Ids and messages of its last commits and of what landed. */
  commits: z.array(z.strictObject({ id: z.string(), message: z.string() })),
  links: z.array(
    z.strictObject({
      repository: z.string().describe('owner/name of the issue'),
      kind: LinkKind.extract(['closing_reference', 'connected']),
      issue: IssueText,
    }),
  ),
});
export type HydratedPullRequest = z.infer<typeof HydratedPullRequest>;

/** A page of pull requests that was hydrated in part, when GitHub asked to wait; null: it is gone, or no issue. */
export const PartialHydration = z.strictObject({
  format: z.literal('evoline.partial-hydration.v1'),
  pullRequests: z.array(z.tuple([z.int().positive(), HydratedPullRequest.nullable()])),
  /** By owner/name, in lower case, and number, such as `o/n#7`. */
  issues: z.array(z.tuple([z.string(), IssueText.nullable()])),
});
export type PartialHydration = z.infer<typeof PartialHydration>;

/** The entity tag of an answer: it holds for one token and one address. */
export interface AnswerTag {
  readonly fingerprint: string;
  readonly url: string;
  readonly etag: string;
}

/** A page of a list that changes while it is read. */
export interface PullRequestList {
  readonly candidates: readonly PullRequestCandidate[];
  /** Rows of the answer, pull requests or not. */
  readonly rows: number;
  /** When the last row was updated, ISO 8601; null for an empty page. */
  readonly lastUpdate: string | null;
  /** GitHub answered that nothing has changed since an earlier run had dealt with this page. */
  readonly isUnchanged: boolean;
  readonly tag: AnswerTag | null;
  /** Number of the last page, when GitHub tells it. */
  readonly lastPage: number | null;
}
