import type { Split } from '@evoline/contract/dataset';
import type { Revocation } from '@evoline/contract/withdrawal';
import type { Database } from '../open-database.ts';
import { datasetsHolding } from './dataset-items.ts';
import { itemsOfPullRequest } from './items-of-pull-request.ts';
import type { ItemRow, PullRequestName } from './items-of-pull-request.ts';
import { revocationsOf } from './revocations.ts';
import { evaluationsTouchedBy, stepsTouchedBy } from './touched-by-items.ts';
import type { TouchedEvaluation, TouchedRun } from './touched-by-items.ts';

/** Everything that a pull request went into. */
export interface PullRequestLineage {
  /** One item per edition of the pull request, oldest first. */
  readonly items: readonly ItemRow[];
  /** Of those items that may not be used any more. */
  readonly revocations: readonly Revocation[];
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
  const [revocations, datasetVersions, runs, evaluations] = await Promise.all([
    revocationsOf(database, digests),
    datasetsHolding(database, digests),
    stepsTouchedBy(database, digests),
    evaluationsTouchedBy(database, digests),
  ]);
  return { items, revocations, datasetVersions, runs, evaluations };
}
