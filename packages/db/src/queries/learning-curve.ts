import { and, asc, eq } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { evaluation, type EvaluationMetrics } from '../tables/evaluate.ts';
import { policyVersion } from '../tables/policy.ts';

/** One evaluated policy version of a run. */
export interface EvaluatedVersion {
  readonly evaluationId: string;
  readonly policyVersionId: string;
  readonly step: number;
  readonly suiteDigest: string;
  readonly items: number;
  readonly metrics: EvaluationMetrics;
}

/** How a run's policy did on one suite, by step; of two evaluations of a version the newer counts. */
export async function learningCurveOf(
  database: Database,
  trainRunId: string,
  suiteDigest: string,
): Promise<EvaluatedVersion[]> {
  const rows = await database.query((db) =>
    db
      .select({
        evaluationId: evaluation.id,
        policyVersionId: evaluation.policyVersionId,
        step: policyVersion.step,
        suiteDigest: evaluation.suiteDigest,
        items: evaluation.items,
        metrics: evaluation.metrics,
      })
      .from(evaluation)
      .innerJoin(policyVersion, eq(policyVersion.id, evaluation.policyVersionId))
      .where(and(eq(policyVersion.runId, trainRunId), eq(evaluation.suiteDigest, suiteDigest)))
      .orderBy(asc(policyVersion.step), asc(evaluation.createdAt)),
  );
  return [...new Map(rows.map((row) => [row.step, row])).values()];
}
