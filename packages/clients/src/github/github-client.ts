import type {
  HydratedPullRequest,
  IssueText,
  PullRequestList,
} from '@evoline/contract/hydrated-pull-request';
import type { PullRequestCount } from './count-pull-requests.ts';

/** A repository as the API names it. `id` stays when it is renamed or moved. */
export interface GitHubRepository {
  readonly id: number;
  /** owner/name of today */
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly cloneUrl: string;
  /** Root of its fork network, owner/name; absent when it is no fork. */
  readonly forkOf?: string;
  /** KiB; null when the API does not say. */
  readonly size: number | null;
  /** When it was asked for, by GitHub's clock and never later: ISO 8601. */
  readonly askedAt: string;
}

/** Told of every pull request as it is found, so that what was paid for is not lost. */
export type FoundEntry = (number: number, entry: HydratedPullRequest | null) => void;

/**
 * GitHub as mining needs it. Waiting for a rate limit is left to the caller: every call may raise
 * `RateLimited`. Other refusals are `EvolineFailure`s of the boundary github.
 */
export interface GitHubClient {
  /** Follows a rename. @throws EvolineFailure source_gone */
  repository(owner: string, name: string): Promise<GitHubRepository>;
  /** Whatever it is called today; null when it is gone. */
  repositoryById(id: number): Promise<GitHubRepository | null>;
  /** Of an organisation or a user, by name. */
  repositoriesOf(owner: string): Promise<readonly GitHubRepository[]>;
  /** `GET /pulls`, all states, by creation; `page` counts from 1, 100 rows each. */
  listPullRequests(
    repository: string,
    options: { readonly page: number; readonly direction: 'asc' | 'desc' },
  ): Promise<PullRequestList>;
  /** `GET /issues?since=` by update, ascending; rows that are issues are left out. Shas are not known yet. */
  listUpdatedSince(
    repository: string,
    options: { readonly since: string; readonly page: number },
  ): Promise<PullRequestList>;
  /** By GraphQL, `width` at once and fewer when that is too much; null for one that is gone. */
  hydrate(
    repository: string,
    numbers: readonly number[],
    options: { readonly width: number; readonly onFound?: FoundEntry },
  ): Promise<ReadonlyMap<number, HydratedPullRequest | null>>;
  /** Issues by number; pull requests and numbers that are gone are not in the answer. */
  issues(
    repository: string,
    numbers: readonly number[],
    onFound?: (number: number, text: IssueText | null) => void,
  ): Promise<ReadonlyMap<number, IssueText>>;
  /** By owner/name; null for those that are not there. Needs a token. */
  countPullRequests(
    names: readonly string[],
  ): Promise<ReadonlyMap<string, PullRequestCount | null>>;
}

/** GitHub asked to wait. Not a failure: it uses up no retry. */
export class RateLimited extends Error {
  /** ISO 8601, by this machine's clock. */
  readonly waitUntil: string;

  constructor(waitUntil: Date) {
    super(`GitHub asks to wait until ${waitUntil.toISOString()}`);
    this.name = 'RateLimited';
    this.waitUntil = waitUntil.toISOString();
  }
}
