import type { ArtifactRef } from '@evoline/contract/artifact';
import type { PolicyVersionRef } from '@evoline/contract/train';
import type { Database } from '../open-database.ts';
import { policyVersion } from '../tables/policy.ts';
import { recordArtifacts } from './artifacts.ts';
import { assertRunLease } from './leases.ts';
import { policyVersionId, policyVersionRef, versionAt } from './policy-versions.ts';
import type { PolicyVersionRow } from './policy-versions.ts';
import {
  assertFrozenBatch,
  assertHead,
  lockChain,
  pointLatestPolicy,
  repeatedCommit,
  writeStep,
} from './step-chain.ts';

/** One update: a batch turned one policy version into the next. */
export interface StepCommit {
  readonly runId: string;
  readonly step: number;
  readonly fromPolicyVersion: string;
  readonly batch: ArtifactRef;
  readonly weightsDigest: string;
  /** Manifest of the servable folder. */
  readonly checkpoint: ArtifactRef;
  /** Manifest of optimizer, schedule and RNG; null between recovery points. */
  readonly recovery: ArtifactRef | null;
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Fencing epoch of the lease `run:<name>`. */
  readonly epoch: number;
}

/**
 * Commits the policy version, the step and the roll-ups of its batch in one transaction:
 * compare-and-set on the parent version. Repeated with equal weights it answers with the committed version.
 *
 * @throws EvolineFailure conflict when the run stands elsewhere, the batch is not the frozen one, or
 *   the step has other weights; lease_lost when the epoch is an old one
 */
export async function commitStep(
  database: Database,
  commit: StepCommit,
): Promise<PolicyVersionRef> {
  return await database.transaction(async (db) => {
    const chain = await lockChain(db, commit.runId);
    const committed = await versionAt(db, commit.runId, commit.step);
    if (committed !== null) return repeatedCommit(committed, commit.weightsDigest);
    await assertRunLease(db, chain, commit.epoch);
    await assertFrozenBatch(db, commit);
    const parent = assertHead(chain, commit);
    await recordArtifacts(db, [commit.checkpoint, commit.recovery]);
    const version = versionRow(commit, parent);
    await db.insert(policyVersion).values(version);
    await writeStep(db, { ...commit, toPolicyVersion: version.id });
    await pointLatestPolicy(db, chain, version.id);
    return policyVersionRef(version);
  });
}

function versionRow(
  commit: StepCommit,
  parent: PolicyVersionRow,
): Omit<PolicyVersionRow, 'committedAt'> {
  return {
    id: policyVersionId(commit.runId, commit.step),
    runId: commit.runId,
    step: commit.step,
    parent: parent.id,
    weightsDigest: commit.weightsDigest,
    checkpointSha256: commit.checkpoint.sha256,
    recoverySha256: commit.recovery?.sha256 ?? null,
    base: parent.base,
    adaptation: parent.adaptation,
    fencingEpoch: commit.epoch,
    batchSha256: commit.batch.sha256,
  };
}
