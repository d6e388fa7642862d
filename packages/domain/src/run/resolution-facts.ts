import type { DatasetRecipe, Split } from '@evoline/contract/dataset';
import type { BenchmarkFile } from '@evoline/contract/mine';
import type { TrainPolicyConfig } from '@evoline/contract/train';

export interface DatasetFact {
  readonly digest: string;
  readonly splits: Readonly<Record<Split, number>>;
  /** In words, with the version after it; absent: it was not revoked. */
  readonly revoked?: string;
}

/** A version that is to be frozen anew. */
export interface FrozenFact {
  readonly digest: string;
  readonly recipe: DatasetRecipe;
}

export interface PolicyFact {
  readonly id: string;
  readonly runId: string;
  readonly step: number;
  /** The configuration of the run that trained it; null when it was not trained here. */
  readonly trained: TrainPolicyConfig | null;
}

/** What resolving an input needs to know besides the input; null: there is no such thing. */
export interface ResolutionFacts {
  /** DEFAULT_SOURCE of the worker. */
  readonly defaultSource?: string | undefined;
  /** Benchmark files of a mining run, as they were stored. */
  readonly benchmarks?: readonly BenchmarkFile[];
  /** Sources on the repository list, for a night that names none. */
  readonly listedSources?: number;
  /** ISO 8601, UTC. */
  readonly now: string;
  /** Names of the repositories with kept pull requests that the input's patterns match. */
  readonly minedRepositories: readonly string[];
  /** What `from` of a freeze names; absent: it names none. */
  readonly from?: FrozenFact | null;
  /** What the input's dataset version names; unnamed: the policy's own, else the newest. */
  readonly dataset: DatasetFact | null;
  /** What the input's policy version names; unnamed: the newest. */
  readonly policy: PolicyFact | null;
  /** What the input's baseline names; unnamed: version 0 of the policy's run. */
  readonly baseline: PolicyFact | null;
}

export const noFacts: Omit<ResolutionFacts, 'now'> = {
  minedRepositories: [],
  dataset: null,
  policy: null,
  baseline: null,
};
