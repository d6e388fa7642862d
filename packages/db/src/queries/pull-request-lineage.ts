import type { Split } from '@evoline/contract/dataset';
import type { Database } from '../open-database.ts';
import { datasetsHolding } from './dataset-items.ts';
import { itemsOfPullRequest } from './items-of-pull-request.ts';
import type { ItemRow, PullRequestName } from './items-of-pull-request.ts';
import { evaluationsTouchedBy, stepsTouchedBy } from './touched-by-items.ts';
import type { TouchedEvaluation, TouchedRun } from './touched-by-items.ts';

/** Everything that a pull request went into. */
export interface PullRequestLineage {
  /** One item per edition of the pull request, oldest first. */
  readonly items: readonly ItemRow[];
  readonly datasetVersions: readonly {
    readonly version: string;
    readonly split: Split;
    readonly itemDigest: string;
  }[];
  readonly runs: readonly TouchedRun[];
  readonly evaluations: readonly TouchedEvaluation[];
}

/** Follows a pull request to every step and evaluation it touched; null when it was never kept. */
export async function pullRequestLineage(
  database: Database,
  name: PullRequestName,
): Promise<PullRequestLineage | null> {
  const items = await itemsOfPullRequest(database, name);
  if (items.length === 0) return null;
  const digests = items.map((item) => item.digest);
  const [datasetVersions, runs, evaluations] = await Promise.all([
    datasetsHolding(database, digests),
    stepsTouchedBy(database, digests),
    evaluationsTouchedBy(database, digests),
  ]);
  return { items, datasetVersions, runs, evaluations };
}
