import type { LinkKind } from './mine.ts';
import type { IssueVersion, PullRequestCandidate } from './mine-pages.ts';

/** An issue as GitHub tells it. */
export interface IssueText {
  readonly number: number;
  readonly createdAt: string;
  /** Every text that is known, oldest first; the last is today's. */
  readonly texts: readonly IssueVersion[];
  /** What closed it, newest first. */
  readonly closers: readonly IssueCloser[];
  /** Pull requests that said, where they spoke of it, that they would close it. */
  readonly closingReferrers: readonly NumberedPullRequest[];
}

export interface NumberedPullRequest {
  /** owner/name */
  readonly repository: string;
  readonly number: number;
}

export type IssueCloser =
  | ({ readonly kind: 'pull_request' } & NumberedPullRequest)
  | { readonly kind: 'commit'; readonly id: string };

/** All that one query tells of a pull request. */
export interface HydratedPullRequest {
  readonly candidate: PullRequestCandidate;
  /** Ids and messages of its last commits and of what landed. */
  readonly commits: readonly { readonly id: string; readonly message: string }[];
  readonly links: readonly {
    /** owner/name of the issue */
    readonly repository: string;
    readonly kind: Extract<LinkKind, 'closing_reference' | 'connected'>;
    readonly issue: IssueText;
  }[];
}

/** A page of a list that changes while it is read. */
export interface PullRequestList {
  readonly candidates: readonly PullRequestCandidate[];
  /** Rows of the answer, pull requests or not. */
  readonly rows: number;
  /** When the last row was updated, ISO 8601; null for an empty page. */
  readonly lastUpdate: string | null;
}
