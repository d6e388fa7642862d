import { eq } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import type { PolicyVersionRef, TrainPolicyConfig } from '@evoline/contract/train';
import { insertRows } from '../insert-rows.ts';
import type { Connection, Database } from '../open-database.ts';
import { policyHead, policyVersion } from '../tables/policy.ts';
import { runAncestor, runItem, step, stepItem } from '../tables/train.ts';
import { recordArtifacts } from './artifacts.ts';
import { assertRunLease } from './leases.ts';
import { policyVersionId, policyVersionRef, versionAt } from './policy-versions.ts';
import type { PolicyVersionRow } from './policy-versions.ts';
import { lockChain, pointLatestPolicy, repeatedCommit } from './step-chain.ts';

/** Policy version 0 of a run: a base, imitating demonstrations or as it is. */
export interface WarmStartCommit {
  readonly runId: string;
  readonly epoch: number;
  readonly weightsDigest: string;
  readonly checkpoint: ArtifactRef;
  readonly recovery: ArtifactRef | null;
  /** `tiny`, or the digest-bearing name of a Hugging Face folder; never a machine path. */
  readonly base: string;
  readonly adaptation: TrainPolicyConfig['adaptation'];
  /** The frozen demonstrations; null when the base was registered as it is. */
  readonly demonstrations: ArtifactRef | null;
  /** How many demonstrations each pull request item gave; each item once. */
  readonly demonstratedItems: readonly { readonly itemDigest: string; readonly samples: number }[];
  readonly metrics: Readonly<Record<string, number | null>>;
  /** A policy version of another run that this one starts from. */
  readonly startedFrom?: string;
}

/**
 * Commits policy version 0 with its lineage in one transaction. Repeated with equal weights it
 * answers with the committed version.
 *
 * @throws EvolineFailure conflict when the run has a version 0 with other weights; lease_lost
 */
export async function commitWarmStart(
  database: Database,
  commit: WarmStartCommit,
): Promise<PolicyVersionRef> {
  return await database.transaction(async (db) => {
    const chain = await lockChain(db, commit.runId);
    const committed = await versionAt(db, commit.runId, 0);
    if (committed !== null) return repeatedCommit(committed, commit.weightsDigest);
    await assertRunLease(db, chain, commit.epoch);
    await recordArtifacts(db, [commit.checkpoint, commit.recovery, commit.demonstrations]);
    const version = versionRow(commit);
    await db.insert(policyVersion).values(version);
    await writeStepZero(db, commit);
    await pointLatestPolicy(db, chain, version.id);
    if (commit.startedFrom !== undefined)
      await writeAncestors(db, commit.runId, commit.startedFrom);
    return policyVersionRef(version);
  });
}

function versionRow(commit: WarmStartCommit): Omit<PolicyVersionRow, 'committedAt'> {
  return {
    id: policyVersionId(commit.runId, 0),
    runId: commit.runId,
    step: 0,
    parent: commit.startedFrom ?? null,
    weightsDigest: commit.weightsDigest,
    checkpointSha256: commit.checkpoint.sha256,
    recoverySha256: commit.recovery?.sha256 ?? null,
    base: commit.base,
    adaptation: commit.adaptation,
    fencingEpoch: commit.epoch,
    batchSha256: commit.demonstrations?.sha256 ?? null,
  };
}

async function writeStepZero(db: Connection, commit: WarmStartCommit): Promise<void> {
  const { runId, metrics, epoch, demonstratedItems } = commit;
  const toPolicyVersion = policyVersionId(runId, 0);
  await db.insert(step).values({
    runId,
    step: 0,
    toPolicyVersion,
    metrics,
    fencingEpoch: epoch,
    batchSha256: commit.demonstrations?.sha256 ?? null,
    fromPolicyVersion: commit.startedFrom ?? null,
  });
  const items = demonstratedItems.map((item) => ({ ...item, runId }));
  await insertRows(
    db,
    stepItem,
    items.map((item) => ({ ...item, step: 0 })),
  );
  await insertRows(
    db,
    runItem,
    items.map((item) => ({ ...item, firstStep: 0 })),
  );
  await db.insert(policyHead).values({ runId, policyVersionId: toPolicyVersion, step: 0 });
}

// The ancestors of the ancestor are copied, so that questions need no recursion.
async function writeAncestors(db: Connection, runId: string, startedFrom: string): Promise<void> {
  const [from] = await db.select().from(policyVersion).where(eq(policyVersion.id, startedFrom));
  if (from === undefined) return;
  const farther = await db.select().from(runAncestor).where(eq(runAncestor.runId, from.runId));
  const nearest = { runId, ancestorRunId: from.runId, upToStep: from.step };
  await insertRows(db, runAncestor, [nearest, ...farther.map((row) => ({ ...row, runId }))]);
}
