import type { BlobContent, TreeChange } from '@evoline/contract/git-history';
import type {
  ItemAuthor,
  ItemLicence,
  PullRequestItem,
  RevertedChange,
} from '@evoline/contract/mine';
import type { PullRequestCandidate } from '@evoline/contract/mine-pages';
import type { DropReason, FilterConfig } from '@evoline/contract/mining-filters';
import type { BenchmarkIndex } from '../decontamination/benchmark-index.ts';
import type { NamedRepository } from '../decontamination/excluded-by.ts';
import type { GitAttributes } from '../files/git-attributes.ts';
import type { TreePatch } from '../git-reader.ts';
import type { ChangedFile } from './changed-file.ts';

/** What is known at each step of an examination, from the cheap to the dear. */
export interface FilterFacts {
  /** From the source alone. `reverts` is null for a change that is no revert. */
  readonly origin: {
    readonly repository: NamedRepository;
    readonly candidate: PullRequestCandidate;
    readonly author: ItemAuthor;
    readonly reverts: RevertedChange | null;
  };
  /** The commits; null where git does not know them. */
  readonly commits: {
    readonly baseTip: string | null;
    readonly mergeBase: string | null;
    readonly head: string | null;
    /** A benchmark's base commit that the repository's history holds. */
    readonly benchmarkCommit: { readonly id: string; readonly task: string } | null;
  };
  /** The root of the tree at the merge base. */
  readonly root: { readonly licence: ItemLicence };
  /** Changed paths. Without renames each of them counts as two. */
  readonly paths: {
    readonly found: readonly TreeChange[] | 'too_long' | null;
    readonly hasRenames: boolean;
  };
  /** Bytes of every blob; null where git does not hold it. */
  readonly sizes: { readonly sizes: readonly (number | null)[] };
  readonly patch: { readonly found: TreePatch | 'too_long' | null };
  readonly contents: { readonly contents: readonly BlobContent[] };
  /** The change taken apart; null when the parser refuses the patch. `fault`: why it does not replay. */
  readonly change: {
    readonly files: readonly ChangedFile[] | null;
    readonly fault: string | null;
    readonly attributes: GitAttributes;
    readonly language: string | null;
  };
  /** The whole item, and what mining must not take over. */
  readonly item: {
    readonly item: PullRequestItem;
    readonly files: readonly ChangedFile[];
    /** Rules that found a secret in its texts; they are masked there. */
    readonly secretsInTexts: readonly string[];
    readonly benchmarks: BenchmarkIndex | null;
  };
}

export type FilterStep = keyof FilterFacts;

/**
 * A rule of the funnel with its one reason. At each step that it takes part in it says why it refuses a
 * pull request, for people and without secrets or personal data, or null.
 */
export interface Filter {
  readonly reason: DropReason;
  readonly refuses: {
    readonly [S in FilterStep]?: (facts: FilterFacts[S], config: FilterConfig) => string | null;
  };
}
