import { and, asc, desc, eq, gt, isNotNull, lte } from 'drizzle-orm';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '../open-database.ts';
import { policyVersion } from '../tables/policy.ts';
import { step } from '../tables/train.ts';
import type { PolicyVersionRow } from './policy-versions.ts';
import type { StepRow } from './step-chain.ts';

/** What a trainer needs to stand at a version again, without its process of then. */
export interface RecoveryPath {
  /** The nearest version at or before it that kept optimizer, schedule and RNG. */
  readonly from: PolicyVersionRow;
  /** The updates to replay from there, in order; idle steps are left out. */
  readonly replay: readonly StepRow[];
}

/** @throws EvolineFailure not_found when no version of the run kept recovery state */
export async function recoveryPathTo(
  database: Database,
  version: Pick<PolicyVersionRow, 'runId' | 'step'>,
): Promise<RecoveryPath> {
  const { runId } = version;
  const [from] = await database.query((db) =>
    db
      .select()
      .from(policyVersion)
      .where(
        and(
          eq(policyVersion.runId, runId),
          lte(policyVersion.step, version.step),
          isNotNull(policyVersion.recoverySha256),
        ),
      )
      .orderBy(desc(policyVersion.step))
      .limit(1),
  );
  if (from === undefined) {
    throw new EvolineFailure(
      'not_found',
      `run ${runId} kept no recovery state up to ${version.step}`,
    );
  }
  const since = and(eq(step.runId, runId), gt(step.step, from.step), lte(step.step, version.step));
  const steps = await database.query((db) =>
    db.select().from(step).where(since).orderBy(asc(step.step)),
  );
  return { from, replay: steps.filter((row) => row.fromPolicyVersion !== row.toPolicyVersion) };
}
