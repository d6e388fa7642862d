import { and, asc, isNull, sql } from 'drizzle-orm';
import type { OptOut, OptOutKind } from '@evoline/contract/withdrawal';
import { insertRows } from '../insert-rows.ts';
import type { Database } from '../open-database.ts';
import { optOut } from '../tables/withdrawal.ts';

export type OptOutRow = typeof optOut.$inferSelect;

/** Who opts out: the subject in lower case. */
export interface OptOutName {
  readonly kind: OptOutKind;
  readonly subject: string;
}

/** Everybody who is opted out now, by kind and subject; subjects in lower case. */
export async function standingOptOuts(database: Database): Promise<OptOut[]> {
  const rows = await database.query((db) =>
    db
      .select()
      .from(optOut)
      .where(isNull(optOut.withdrawnAt))
      .orderBy(asc(optOut.kind), sql`${optOut.subject} collate "C"`),
  );
  return rows.map(({ kind, subject, note, createdBy, createdAt }) => ({
    kind,
    subject,
    note,
    createdBy,
    createdAt: createdAt.toISOString(),
  }));
}

/** Adds all or none; who stands there already stays as it is. Returns how many were new. */
export async function addOptOuts(
  database: Database,
  names: readonly (OptOutName & { readonly note: string | null })[],
  createdBy: string,
): Promise<number> {
  const rows = names.map((row) => ({ ...row, subject: row.subject.toLowerCase(), createdBy }));
  return await database.transaction((db) => insertRows(db, optOut, rows));
}

/** Takes somebody off; the row stays as history. false: nobody of that name is opted out. */
export async function withdrawOptOut(
  database: Database,
  { kind, subject }: OptOutName,
  withdrawnBy: string,
): Promise<boolean> {
  const isNamed = sql`${optOut.kind} = ${kind} and ${optOut.subject} = ${subject.toLowerCase()}`;
  const rows = await database.query((db) =>
    db
      .update(optOut)
      .set({ withdrawnAt: sql`now()`, withdrawnBy })
      .where(and(isNamed, isNull(optOut.withdrawnAt)))
      .returning({ id: optOut.id }),
  );
  return rows.length > 0;
}

/** Every row there ever was, oldest first. */
export async function optOutHistory(database: Database): Promise<OptOutRow[]> {
  return await database.query((db) => db.select().from(optOut).orderBy(asc(optOut.id)));
}
