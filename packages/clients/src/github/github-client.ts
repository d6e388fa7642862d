import type {
  HydratedPullRequest,
  IssueText,
  PullRequestList,
} from '@evoline/contract/hydrated-pull-request';

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
}

/**
 * GitHub as mining needs it. Waiting for a rate limit is left to the caller: every call may raise
 * `RateLimited`. Other refusals are `EvolineFailure`s of the boundary github.
 */
export interface GitHubClient {
  repository(owner: string, name: string): Promise<GitHubRepository>;
  repositoriesOf(organisation: string): Promise<readonly GitHubRepository[]>;
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
    options: { readonly width: number; readonly onProgress?: (done: number) => void },
  ): Promise<ReadonlyMap<number, HydratedPullRequest | null>>;
  /** Issues by number; pull requests and numbers that are gone are not in the answer. */
  issues(repository: string, numbers: readonly number[]): Promise<ReadonlyMap<number, IssueText>>;
}

/** GitHub asked to wait. Not a failure: it uses up no retry. */
export class RateLimited extends Error {
  /** ISO 8601 */
  readonly waitUntil: string;

  constructor(waitUntil: Date) {
    super(`GitHub asks to wait until ${waitUntil.toISOString()}`);
    this.name = 'RateLimited';
    this.waitUntil = waitUntil.toISOString();
  }
}
