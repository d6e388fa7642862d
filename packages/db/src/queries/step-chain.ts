import { and, eq } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { PolicyVersionRef } from '@evoline/contract/train';
import type { Connection } from '../open-database.ts';
import { policyHead, policyVersion } from '../tables/policy.ts';
import { run } from '../tables/run.ts';
import { batch, step } from '../tables/train.ts';
import { latest, pointAlias } from './aliases.ts';
import { policyVersionRef } from './policy-versions.ts';
import type { PolicyVersionRow } from './policy-versions.ts';
import { rollUpStep } from './roll-up-step.ts';

export type StepRow = typeof step.$inferSelect;

/** A run and where its chain of policy versions stands; `head` is null before the warm start. */
export interface Chain {
  readonly runId: string;
  readonly runName: string;
  readonly parentRunId: string | null;
  readonly project: string;
  readonly createdBy: string;
  readonly head: { readonly version: PolicyVersionRow; readonly step: number } | null;
}

/**
 * Locks a run's chain until the transaction ends: commits of one run happen one after the other.
 *
 * @throws EvolineFailure not_found for an unknown run
 */
export async function lockChain(db: Connection, runId: string): Promise<Chain> {
  // "no key" leaves inserts alone that only refer to the run.
  const [row] = await db.select().from(run).where(eq(run.id, runId)).for('no key update');
  if (row === undefined) throw new EvolineFailure('not_found', `there is no run ${runId}`);
  const [head] = await db
    .select({ version: policyVersion, step: policyHead.step })
    .from(policyHead)
    .innerJoin(policyVersion, eq(policyVersion.id, policyHead.policyVersionId))
    .where(eq(policyHead.runId, runId));
  const { name: runName, parentRunId, project, createdBy } = row;
  return { runId, runName, parentRunId, project, createdBy, head: head ?? null };
}

/** What a commit says about its place in the chain. */
export interface StepPlace {
  readonly runId: string;
  readonly step: number;
  readonly fromPolicyVersion: string;
  readonly batch: ArtifactRef;
}

/**
 * The parent version, when the run stands exactly before this step.
 *
 * @throws EvolineFailure conflict that names where the run stands
 */
export function assertHead({ head, runName }: Chain, commit: StepPlace): PolicyVersionRow {
  const isBefore = head?.step === commit.step - 1;
  if (head !== null && isBefore && head.version.id === commit.fromPolicyVersion)
    return head.version;
  const stands =
    head === null ? 'before its warm start' : `at step ${head.step}, ${head.version.id}`;
  throw new EvolineFailure(
    'conflict',
    `run ${runName} stands ${stands}: step ${commit.step} from ${commit.fromPolicyVersion} does not follow`,
  );
}

/** @throws EvolineFailure conflict when another batch, or none, was frozen for the step */
export async function assertFrozenBatch(db: Connection, commit: StepPlace): Promise<void> {
  const at = and(eq(batch.runId, commit.runId), eq(batch.step, commit.step));
  const [frozen] = await db.select({ sha256: batch.sha256 }).from(batch).where(at);
  if (frozen?.sha256 === commit.batch.sha256) return;
  throw new EvolineFailure(
    'conflict',
    `step ${commit.step} of run ${commit.runId} has ${frozen ? 'another' : 'no'} frozen batch`,
  );
}

/** Makes a version the `latest` one. */
export async function pointLatestPolicy(
  db: Connection,
  { project, createdBy, runId }: Chain,
  target: string,
): Promise<void> {
  await pointAlias(db, { kind: 'policy', name: latest, target, project, createdBy, runId });
}

/** The answer to a commit that was made already. */
export function repeatedCommit(
  committed: PolicyVersionRow,
  weightsDigest: string,
): PolicyVersionRef {
  if (committed.weightsDigest === weightsDigest) return policyVersionRef(committed);
  const [is, refused] = [committed.weightsDigest, weightsDigest].map((hex) => hex.slice(0, 12));
  throw new EvolineFailure(
    'conflict',
    `policy version ${committed.id} is committed with weights ${is}, not ${refused}`,
  );
}

/** The committed step of a run, or null. */
export async function stepAt(
  db: Connection,
  runId: string,
  number: number,
): Promise<StepRow | null> {
  const at = and(eq(step.runId, runId), eq(step.step, number));
  const [row] = await db.select().from(step).where(at);
  return row ?? null;
}

/** Writes the step, its roll-ups and the new head. */
export async function writeStep(
  db: Connection,
  commit: StepPlace & {
    readonly toPolicyVersion: string;
    readonly metrics: StepRow['metrics'];
    readonly epoch: number;
  },
): Promise<void> {
  const { runId, fromPolicyVersion, toPolicyVersion, metrics, epoch } = commit;
  await db.insert(step).values({
    runId,
    step: commit.step,
    fromPolicyVersion,
    toPolicyVersion,
    metrics,
    batchSha256: commit.batch.sha256,
    fencingEpoch: epoch,
  });
  await rollUpStep(db, runId, commit.step);
  await db
    .update(policyHead)
    .set({ policyVersionId: toPolicyVersion, step: commit.step })
    .where(eq(policyHead.runId, runId));
}
