import type {
  HydratedPullRequest,
  IssueText,
  PullRequestList,
} from '@evoline/contract/hydrated-pull-request';
import { EvolineFailure } from '@evoline/contract/failures';
import { z } from 'zod';
import { type AnswerCache, noAnswers } from './answer-cache.ts';
import { candidateOfIssueRow, candidateOfPull, hydratedOf } from './candidate-shapes.ts';
import { countPullRequests, type PullRequestCount } from './count-pull-requests.ts';
import type { FoundEntry, GitHubClient, GitHubRepository } from './github-client.ts';
import { issueQuery, pullRequestQuery } from './github-queries.ts';
import { GitHubRequests } from './github-requests.ts';
import {
  IssueHistoryNode,
  IssueRowShape,
  PullRequestNode,
  PullShape,
  RepositoryShape,
} from './github-shapes.ts';
import { issueHistoryOf } from './issue-texts.ts';
import { askNarrowing } from './narrowing-query.ts';
import { repositoriesOf } from './owner-repositories.ts';
import type { QuotaTally } from './quota-tally.ts';
import type { TokenPool } from './token-pool.ts';

export interface OctokitClientOptions {
  /** For one request; default 30. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal | undefined;
  /** Who asks: a subject keeps its token. Default: one subject for all. */
  readonly subject?: string | undefined;
  /** Where the quota that is spent is added up; default: nowhere. */
  readonly tally?: QuotaTally | undefined;
  /** Answers of earlier runs; default: none are known. */
  readonly answers?: AnswerCache | undefined;
}

const rowsPerPage = 100;
/** Issues with their earlier texts are as heavy as pull requests. */
const issueWidth = 25;
const OtherNode = z.object({ __typename: z.literal('PullRequest') }).transform(() => null);

/** GitHub by Octokit, or whatever answers in its shapes at `apiUrl`. */
export class OctokitClient implements GitHubClient {
  readonly #pool: TokenPool;
  readonly #requests: GitHubRequests;

  constructor(options: OctokitClientOptions, pool: TokenPool) {
    const { timeoutSeconds = 30, signal, subject = '', answers = noAnswers, tally } = options;
    this.#pool = pool;
    const asker = { subject, tally };
    this.#requests = new GitHubRequests({ pool, asker, answers, timeoutSeconds, signal });
  }

  async repository(owner: string, name: string): Promise<GitHubRepository> {
    const what = `${owner}/${name}`;
    const path = `/repos/${owner}/${name}`;
    const { data, askedAt } = await this.#requests.getKept(path, {}, RepositoryShape, what);
    return repositoryOf(data, askedAt);
  }

  async repositoryById(id: number): Promise<GitHubRepository | null> {
    try {
      const path = `/repositories/${id}`;
      const { data, askedAt } = await this.#requests.getKept(path, {}, RepositoryShape, `#${id}`);
      return repositoryOf(data, askedAt);
    } catch (error) {
      if (error instanceof EvolineFailure && error.code === 'source_gone') return null;
      throw error;
    }
  }

  async repositoriesOf(owner: string): Promise<readonly GitHubRepository[]> {
    const { shapes, askedAt } = await repositoriesOf(this.#requests, owner);
    return shapes.map((shape) => repositoryOf(shape, askedAt));
  }

  async listPullRequests(
    repository: string,
    { page, direction }: { readonly page: number; readonly direction: 'asc' | 'desc' },
  ): Promise<PullRequestList> {
    const query = { state: 'all', sort: 'created', direction, per_page: rowsPerPage, page };
    const what = `pull requests of ${repository}`;
    const path = `/repos/${repository}/pulls`;
    const shape = z.array(PullShape);
    const { data: rows, lastPage } = await this.#requests.getPage(path, query, shape, what);
    const state = { isUnchanged: false, tag: null, lastPage };
    return { candidates: rows.map(candidateOfPull), ...endOf(rows), ...state };
  }

  async listUpdatedSince(
    repository: string,
    { since, page }: { readonly since: string; readonly page: number },
  ): Promise<PullRequestList> {
    const order = { state: 'all', sort: 'updated', direction: 'asc' };
    const query = { ...order, since, per_page: rowsPerPage, page };
    const what = `issues of ${repository}`;
    const path = `/repos/${repository}/issues`;
    const shape = z.array(IssueRowShape);
    const answer = await this.#requests.getChanged(path, query, shape, what);
    const { etag, isUnchanged, key, lastPage } = answer;
    const rows = answer.data ?? [];
    const pulls = rows.filter((row) => row.pull_request !== undefined);
    const state = { isUnchanged, lastPage, tag: etag === null ? null : { ...key, etag } };
    return { candidates: pulls.map(candidateOfIssueRow), ...endOf(rows), ...state };
  }

  async hydrate(
    repository: string,
    numbers: readonly number[],
    { width, onFound }: { readonly width: number; readonly onFound?: FoundEntry },
  ): Promise<ReadonlyMap<number, HydratedPullRequest | null>> {
    const found = new Map<number, HydratedPullRequest | null>();
    const note = (number: number, entry: HydratedPullRequest | null): void => {
      found.set(number, entry);
      onFound?.(number, entry);
    };
    const heavy: number[] = [];
    if (!this.#pool.hasTokens) heavy.push(...numbers);
    else {
      const query = { queryOf: pullRequestQuery, shape: PullRequestNode, most: width };
      await askNarrowing({ ...this.#about(repository, numbers), ...query }, (number, answer) => {
        if (answer === 'too_heavy') heavy.push(number);
        else note(number, answer === 'gone' ? null : hydratedOf(answer));
      });
    }
    for (const number of heavy) note(number, await this.#pull(repository, number));
    await this.#refuseWhenGone(repository, [...found.values()]);
    return found;
  }

  async issues(
    repository: string,
    numbers: readonly number[],
    onFound?: (number: number, text: IssueText | null) => void,
  ): Promise<ReadonlyMap<number, IssueText>> {
    const texts = new Map<number, IssueText>();
    if (!this.#pool.hasTokens) return texts;
    const shape = z.union([IssueHistoryNode, OtherNode]);
    const query = { queryOf: issueQuery, shape, most: issueWidth };
    await askNarrowing({ ...this.#about(repository, numbers), ...query }, (number, answer) => {
      const isIssue = answer !== null && answer !== 'gone' && answer !== 'too_heavy';
      const text = isIssue ? issueHistoryOf(answer) : null;
      if (text !== null) texts.set(number, text);
      onFound?.(number, text);
    });
    return texts;
  }

  async countPullRequests(
    names: readonly string[],
  ): Promise<ReadonlyMap<string, PullRequestCount | null>> {
    return await countPullRequests(this.#requests, names);
  }

  /** Without its links, which REST does not tell in one request. */
  async #pull(repository: string, number: number): Promise<HydratedPullRequest | null> {
    const what = `pull request ${repository}#${number}`;
    const path = `/repos/${repository}/pulls/${number}`;
    const pull = await this.#requests.find(path, PullShape, what);
    return pull === null ? null : { candidate: candidateOfPull(pull), commits: [], links: [] };
  }

  /** Where not one of several pull requests is there, the repository itself may be gone. */
  async #refuseWhenGone(repository: string, found: readonly unknown[]): Promise<void> {
    if (found.length < 2 || found.some((entry) => entry !== null)) return;
    const [owner = '', name = ''] = repository.split('/');
    await this.repository(owner, name);
  }

  #about(repository: string, numbers: readonly number[]) {
    const { pool, asker, timeoutSeconds, signal } = this.#requests.options;
    return { pool, asker, timeoutSeconds, signal, repository, numbers };
  }
}

function repositoryOf(shape: z.infer<typeof RepositoryShape>, askedAt: Date): GitHubRepository {
  return {
    id: shape.id,
    fullName: shape.full_name,
    defaultBranch: shape.default_branch,
    cloneUrl: shape.clone_url,
    ...(shape.source !== undefined && { forkOf: shape.source.full_name }),
    size: shape.size ?? null,
    askedAt: askedAt.toISOString(),
  };
}

function endOf(rows: readonly { readonly updated_at: string }[]) {
  return { rows: rows.length, lastUpdate: rows.at(-1)?.updated_at ?? null };
}
