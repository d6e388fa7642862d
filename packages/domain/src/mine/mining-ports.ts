import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import type { SourceRepository } from '@evoline/contract/mine';
import type { GitReader } from './git-reader.ts';
import type { PullRequestHydrator } from './hydrate-candidates.ts';
import type { PullRequestLister } from './list-pull-requests.ts';
import type { HistoryReader } from './load-history.ts';

/** A mirror that is open for reading. */
export interface OpenMirror extends GitReader, HistoryReader {
  /** Fetches commits that no ref reaches any more; those that the server refuses stay missing. */
  fetchCommits(ids: readonly string[]): Promise<void>;
  close(): void;
}

/** Mirrors of repositories by their key. */
export interface MirrorAccess {
  /** Checks an address and completes it; `origin` is where a local clone comes from. */
  describe(address: string): Promise<{
    readonly address: string;
    readonly isRemote: boolean;
    readonly origin: string | null;
  }>;
  /** Commit at the tip of the default branch, asked without cloning; null when there is none. */
  tipOf(address: string): Promise<string | null>;
  has(key: string): Promise<boolean>;
  refresh(key: string, address: string, options: { readonly isBlobless: boolean }): Promise<void>;
  open(key: string): OpenMirror;
}

/** A repository as an API in GitHub's shape names it. */
export interface ApiRepository {
  readonly id: number;
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly cloneUrl: string;
  /** Root of its fork network, owner/name; absent when it is no fork. */
  readonly forkOf?: string;
  /** When it was asked for, by the clock of the API and never later: ISO 8601. */
  readonly askedAt: string;
}

/** An API in GitHub's shape. */
export interface PullRequestApi extends PullRequestLister, PullRequestHydrator {
  repository(owner: string, name: string): Promise<ApiRepository>;
  /** Of an organisation or a user. */
  repositoriesOf(owner: string): Promise<readonly ApiRepository[]>;
}

/** A repository before the ledger has been asked for its watermark. */
export type FoundRepository = Omit<SourceRepository, 'watermark'>;

export type Candidates = readonly PullRequestCandidate[];
