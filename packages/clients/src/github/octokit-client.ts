import type { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { candidateOfIssueRow, candidateOfPull, hydratedOf } from './candidate-shapes.ts';
import type {
  HydratedPullRequest,
  IssueText,
  PullRequestList,
} from '@evoline/contract/hydrated-pull-request';
import type { GitHubClient, GitHubRepository } from './github-client.ts';
import { githubFailure, readAnswer } from './github-failure.ts';
import { issueQuery, pullRequestQuery } from './github-queries.ts';
import {
  IssueHistoryNode,
  IssueRowShape,
  PullRequestNode,
  PullShape,
  RepositoryShape,
} from './github-shapes.ts';
import { issueHistoryOf } from './issue-texts.ts';
import { askNarrowing, deadline } from './narrowing-query.ts';
import type { TokenPool } from './token-pool.ts';

export interface OctokitClientOptions {
  /** For one request; default 30. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal | undefined;
}

const rowsPerPage = 100;
const OtherNode = z.object({ __typename: z.literal('PullRequest') }).transform(() => null);

/** GitHub by Octokit, or whatever answers in its shapes at `apiUrl`. */
export class OctokitClient implements GitHubClient {
  readonly #pool: TokenPool;
  readonly #timeoutSeconds: number;
  readonly #signal: AbortSignal | undefined;

  constructor(options: OctokitClientOptions, pool: TokenPool) {
    this.#pool = pool;
    this.#timeoutSeconds = options.timeoutSeconds ?? 30;
    this.#signal = options.signal;
  }

  async repository(owner: string, name: string): Promise<GitHubRepository> {
    const what = `${owner}/${name}`;
    const answer = await this.#get(`/repos/${owner}/${name}`, {}, what);
    return repositoryOf(readAnswer(RepositoryShape, answer, what));
  }

  async repositoriesOf(organisation: string): Promise<readonly GitHubRepository[]> {
    const found: GitHubRepository[] = [];
    for (let page = 1; ; page += 1) {
      const what = `repositories of ${organisation}`;
      const answer = await this.#get(
        `/orgs/${organisation}/repos`,
        { per_page: rowsPerPage, page },
        what,
      );
      const rows = readAnswer(z.array(RepositoryShape), answer, what);
      found.push(...rows.map(repositoryOf));
      if (rows.length < rowsPerPage)
        return found.toSorted((a, b) => (a.fullName < b.fullName ? -1 : 1));
    }
  }

  async listPullRequests(
    repository: string,
    { page, direction }: { readonly page: number; readonly direction: 'asc' | 'desc' },
  ): Promise<PullRequestList> {
    const query = { state: 'all', sort: 'created', direction, per_page: rowsPerPage, page };
    const what = `pull requests of ${repository}`;
    const rows = readAnswer(
      z.array(PullShape),
      await this.#get(`/repos/${repository}/pulls`, query, what),
      what,
    );
    return listOf(rows, rows.map(candidateOfPull));
  }

  async listUpdatedSince(
    repository: string,
    { since, page }: { readonly since: string; readonly page: number },
  ): Promise<PullRequestList> {
    const query = {
      state: 'all',
      sort: 'updated',
      direction: 'asc',
      since,
      per_page: rowsPerPage,
      page,
    };
    const what = `issues of ${repository}`;
    const rows = readAnswer(
      z.array(IssueRowShape),
      await this.#get(`/repos/${repository}/issues`, query, what),
      what,
    );
    return listOf(
      rows,
      rows.filter((row) => row.pull_request !== undefined).map(candidateOfIssueRow),
    );
  }

  async hydrate(
    repository: string,
    numbers: readonly number[],
    { width, onProgress }: { readonly width: number; readonly onProgress?: (done: number) => void },
  ): Promise<ReadonlyMap<number, HydratedPullRequest | null>> {
    const hydrated = new Map<number, HydratedPullRequest | null>();
    const answers = this.#pool.hasTokens
      ? await askNarrowing({
          ...this.#common(repository, numbers, onProgress),
          width,
          queryOf: pullRequestQuery,
          shape: PullRequestNode,
        })
      : new Map(numbers.map((number) => [number, 'too_heavy' as const]));
    for (const [number, answer] of answers) {
      if (answer === 'gone') hydrated.set(number, null);
      else if (answer === 'too_heavy') hydrated.set(number, await this.#pull(repository, number));
      else hydrated.set(number, hydratedOf(answer));
    }
    return hydrated;
  }

  async issues(
    repository: string,
    numbers: readonly number[],
  ): Promise<ReadonlyMap<number, IssueText>> {
    if (!this.#pool.hasTokens || numbers.length === 0) return new Map();
    const shape = z.union([IssueHistoryNode, OtherNode]);
    const query = { ...this.#common(repository, numbers), width: 50, queryOf: issueQuery, shape };
    const texts = new Map<number, IssueText>();
    for (const [number, answer] of await askNarrowing(query)) {
      if (answer !== null && answer !== 'gone' && answer !== 'too_heavy')
        texts.set(number, issueHistoryOf(answer));
    }
    return texts;
  }

  /** Without its links, which REST does not tell in one request. */
  async #pull(repository: string, number: number): Promise<HydratedPullRequest | null> {
    const what = `pull request ${repository}#${number}`;
    const answer = await this.#get(`/repos/${repository}/pulls/${number}`, {}, what, true);
    if (answer === null) return null;
    return {
      candidate: candidateOfPull(readAnswer(PullShape, answer, what)),
      commits: [],
      links: [],
    };
  }

  /** The answer's body; null for a 404 where `mayBeGone`. */
  async #get(
    path: string,
    query: Readonly<Record<string, unknown>>,
    what: string,
    mayBeGone = false,
  ): Promise<unknown> {
    const send = async (octokit: Octokit) => {
      const signal = deadline(this.#timeoutSeconds, this.#signal);
      const response = await octokit.request({
        method: 'GET',
        url: path,
        ...query,
        request: { signal },
      });
      return response.data;
    };
    try {
      return await this.#pool.ask('core', send);
    } catch (error) {
      const failure = githubFailure(error, what);
      if (
        mayBeGone &&
        failure instanceof Error &&
        'code' in failure &&
        failure.code === 'not_found'
      )
        return null;
      throw failure;
    }
  }

  #common(repository: string, numbers: readonly number[], onProgress?: (done: number) => void) {
    const [pool, timeoutSeconds, signal] = [this.#pool, this.#timeoutSeconds, this.#signal];
    return { pool, repository, numbers, timeoutSeconds, signal, onProgress };
  }
}

function repositoryOf(shape: z.infer<typeof RepositoryShape>): GitHubRepository {
  return {
    id: shape.id,
    fullName: shape.full_name,
    defaultBranch: shape.default_branch,
    cloneUrl: shape.clone_url,
    ...(shape.source !== undefined && { forkOf: shape.source.full_name }),
    size: shape.size ?? null,
  };
}

function listOf(
  rows: readonly { readonly updated_at: string }[],
  candidates: PullRequestList['candidates'],
): PullRequestList {
  return { candidates, rows: rows.length, lastUpdate: rows.at(-1)?.updated_at ?? null };
}
