import { and, asc, eq, lte, or } from 'drizzle-orm';
import type { DatasetVersionSummary } from '@evoline/contract/dataset';
import type { Database } from '../open-database.ts';
import { policyVersion } from '../tables/policy.ts';
import { datasetsByDigest, datasetSummary } from './datasets.ts';
import { chainOf } from './policy-chain.ts';
import type { ChainSegment } from './policy-chain.ts';
import type { PolicyVersionRow } from './policy-versions.ts';
import { pullRequestsBehind } from './pull-requests-behind.ts';
import type { PullRequestUse } from './pull-requests-behind.ts';
import { runsBehind } from './runs-behind.ts';
import type { RunBehind } from './runs-behind.ts';
import { snapshotsBehind } from './snapshots-behind.ts';
import type { SnapshotRow } from './snapshots-behind.ts';
import { stepsBehind } from './steps-behind.ts';
import type { StepsBehind } from './steps-behind.ts';

/** Everything that a policy version came from. */
export interface PolicyLineage {
  readonly policyVersion: PolicyVersionRow;
  /** Ids of the versions that led here, oldest first, this one last. */
  readonly chain: readonly string[];
  readonly runs: readonly RunBehind[];
  readonly steps: StepsBehind;
  readonly datasetVersions: readonly DatasetVersionSummary[];
  readonly pullRequests: readonly PullRequestUse[];
  readonly snapshots: readonly SnapshotRow[];
  /** Revisions of the code that mined, froze and trained, each once. */
  readonly codeRevisions: readonly string[];
}

/** Follows a policy version back to the pull requests and source snapshots behind it. */
export async function policyLineage(
  database: Database,
  version: PolicyVersionRow,
): Promise<PolicyLineage> {
  const segments = await chainOf(database, version);
  const [chain, runs, steps, pullRequests] = await Promise.all([
    versionsAlong(database, segments),
    runsBehind(database, segments),
    stepsBehind(database, segments),
    pullRequestsBehind(database, segments),
  ]);
  const digests = pullRequests.map((use) => use.itemDigest);
  const [datasetVersions, snapshots] = await Promise.all([
    datasetsOf(database, runs),
    snapshotsBehind(database, digests),
  ]);
  const revisions = [...snapshots, ...datasetVersions, ...runs].map((row) => row.codeRevision);
  return {
    policyVersion: version,
    chain,
    runs,
    steps,
    datasetVersions,
    pullRequests,
    snapshots,
    codeRevisions: [...new Set(revisions)],
  };
}

async function versionsAlong(
  database: Database,
  segments: readonly ChainSegment[],
): Promise<string[]> {
  const { id, runId, step, committedAt } = policyVersion;
  const along = segments.map((segment) =>
    and(eq(runId, segment.runId), lte(step, segment.upToStep)),
  );
  const rows = await database.query((db) =>
    db
      .select({ id })
      .from(policyVersion)
      .where(or(...along))
      .orderBy(asc(committedAt), asc(step)),
  );
  return rows.map((row) => row.id);
}

async function datasetsOf(
  database: Database,
  runs: readonly RunBehind[],
): Promise<DatasetVersionSummary[]> {
  const digests = runs.flatMap((run) => (run.datasetVersion === null ? [] : [run.datasetVersion]));
  const rows = await datasetsByDigest(database, digests);
  return rows.map((row) => datasetSummary(row, false));
}
