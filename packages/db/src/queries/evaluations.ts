import { and, asc, desc, eq, inArray, like, or } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { insertRows } from '../insert-rows.ts';
import type { Connection, Database } from '../open-database.ts';
import { evaluation, evaluationGroup, evaluationItem } from '../tables/evaluate.ts';
import { run } from '../tables/run.ts';
import { aliasTarget, latest, pointAlias } from './aliases.ts';
import { recordArtifacts } from './artifacts.ts';

export type EvaluationRow = typeof evaluation.$inferSelect;
export type EvaluationItemRow = typeof evaluationItem.$inferSelect;

export interface NewEvaluation extends Omit<EvaluationRow, 'outcomesSha256' | 'createdAt'> {
  readonly outcomes: ArtifactRef;
  readonly perItem: readonly Omit<EvaluationItemRow, 'evaluationId'>[];
  readonly groups: readonly { readonly groupId: string; readonly decoding: 'greedy' | 'sampled' }[];
}

/**
 * Writes an evaluation with its items and groups in one transaction; the first record of an id stays.
 * Either way it is the `latest` one from now on.
 */
export async function recordEvaluation(
  database: Database,
  measured: NewEvaluation,
): Promise<EvaluationRow> {
  const { outcomes, perItem, groups, ...row } = measured;
  const evaluationId = row.id;
  return await database.transaction(async (db) => {
    await recordArtifacts(db, [outcomes]);
    await pointLatest(db, row);
    const fresh = { ...row, outcomesSha256: outcomes.sha256 };
    const [created] = await db.insert(evaluation).values(fresh).onConflictDoNothing().returning();
    if (created !== undefined) {
      await insertRows(
        db,
        evaluationItem,
        perItem.map((item) => ({ ...item, evaluationId })),
      );
      await insertRows(
        db,
        evaluationGroup,
        groups.map((group) => ({ ...group, evaluationId })),
      );
      return created;
    }
    const [known] = await db.select().from(evaluation).where(eq(evaluation.id, evaluationId));
    return known ?? { ...fresh, createdAt: new Date() };
  });
}

/** An evaluation by alias such as `latest`, by id, or by the beginning of one (8 characters or more). */
export async function findEvaluation(
  database: Database,
  name: string,
): Promise<EvaluationRow | null> {
  const target = await database.query((db) => aliasTarget(db, 'evaluation', name));
  const isPrefix = /^[\w:.-]{8,}$/.test(name);
  const named = isPrefix ? like(evaluation.id, `${name.replaceAll('_', '\\_')}%`) : undefined;
  const [row] = await database.query((db) =>
    db
      .select()
      .from(evaluation)
      .where(or(eq(evaluation.id, target ?? name), named))
      .orderBy(desc(evaluation.createdAt), desc(evaluation.id))
      .limit(1),
  );
  return row ?? null;
}

/** All evaluations, newest first, at most so many. */
export async function listEvaluations(
  database: Database,
  atMost: number,
): Promise<EvaluationRow[]> {
  return await database.query((db) =>
    db
      .select()
      .from(evaluation)
      .orderBy(desc(evaluation.createdAt), desc(evaluation.id))
      .limit(atMost),
  );
}

async function pointLatest(
  db: Connection,
  { id: target, runId }: Pick<EvaluationRow, 'id' | 'runId'>,
): Promise<void> {
  const { project, createdBy } = run;
  const [by] = await db.select({ project, createdBy }).from(run).where(eq(run.id, runId));
  if (by === undefined) return;
  await pointAlias(db, { kind: 'evaluation', name: latest, target, runId, ...by });
}

/** The outcomes of an evaluation, by item digest. */
export async function evaluationItemsOf(
  database: Database,
  evaluationId: string,
): Promise<EvaluationItemRow[]> {
  return await database.query((db) =>
    db
      .select()
      .from(evaluationItem)
      .where(eq(evaluationItem.evaluationId, evaluationId))
      .orderBy(asc(evaluationItem.itemDigest)),
  );
}

/** The evaluations of these policy versions on one suite, newest first. */
export async function evaluationsOf(
  database: Database,
  policyVersionIds: readonly string[],
  suiteDigest?: string,
): Promise<EvaluationRow[]> {
  const ofVersions = inArray(evaluation.policyVersionId, [...policyVersionIds]);
  const onSuite = suiteDigest ? eq(evaluation.suiteDigest, suiteDigest) : undefined;
  return await database.query((db) =>
    db
      .select()
      .from(evaluation)
      .where(and(ofVersions, onSuite))
      .orderBy(desc(evaluation.createdAt)),
  );
}
