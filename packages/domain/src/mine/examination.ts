import type { FilterConfig } from '@evoline/contract/mining-filters';
import type {
  MinedPullRequest,
  MinePullRequestsConfig,
  PullRequestItem,
} from '@evoline/contract/mine';
import type { CommitGraph } from './commit-graph.ts';
import type { BenchmarkIndex } from './decontamination/benchmark-index.ts';
import type { GitReader } from './git-reader.ts';
import type { RootReader } from './licence/root-reader.ts';

/** Where pull requests are examined. */
export interface Examination {
  /** owner/name */
  readonly repository: string;
  /** Root of the fork network, where it is known. */
  readonly forkOf?: string | undefined;
  readonly graph: CommitGraph;
  readonly git: GitReader;
  /** Reads licences and attributes; made anew when none is given. */
  readonly roots?: RootReader;
  readonly filters: FilterConfig;
  readonly benchmarks?: BenchmarkIndex | null;
  /** Default: keep. */
  readonly editedIssues?: MinePullRequestsConfig['editedIssues'];
  /** Whether a number of this repository is a pull request and not an issue. */
  readonly isPullRequest: (number: number) => boolean;
}

/** What became of a pull request, with its record when it is kept. Whoever stores it names the digest. */
export interface Verdict {
  readonly mined: MinedPullRequest;
  readonly item: PullRequestItem | null;
  /** MinHash of the change for finding near duplicates; null when dropped, or too small to tell. */
  readonly signature: string | null;
  /** See `authorKey`; null when dropped, or when nobody knows who wrote it. */
  readonly authorKey: string | null;
}
