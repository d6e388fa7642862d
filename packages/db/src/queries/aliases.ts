import { and, asc, desc, eq } from 'drizzle-orm';
import type { Connection, Database } from '../open-database.ts';
import { alias } from '../tables/evaluate.ts';

export type AliasRow = typeof alias.$inferSelect;

/** The alias that follows whatever was frozen, committed or measured last. */
export const latest = 'latest';

/** Points a name at a version. The former target stays in the name's history. */
export async function pointAlias(
  db: Connection,
  to: Omit<AliasRow, 'id' | 'createdAt'>,
): Promise<void> {
  if ((await aliasTarget(db, to.kind, to.name)) === to.target) return;
  await db.insert(alias).values(to);
}

/** What a name points at, or null. */
export async function aliasTarget(
  db: Connection,
  kind: AliasRow['kind'],
  name: string,
): Promise<string | null> {
  const [row] = await db
    .select({ target: alias.target })
    .from(alias)
    .where(and(eq(alias.kind, kind), eq(alias.name, name)))
    .orderBy(desc(alias.id))
    .limit(1);
  return row?.target ?? null;
}

/** Everything that a name pointed at, newest first. */
export async function aliasHistory(
  database: Database,
  kind: AliasRow['kind'],
  name: string,
): Promise<AliasRow[]> {
  return await database.query((db) =>
    db
      .select()
      .from(alias)
      .where(and(eq(alias.kind, kind), eq(alias.name, name)))
      .orderBy(desc(alias.id)),
  );
}

/** What every name of a kind points at now, by name. */
export async function standingAliases(
  database: Database,
  kind: AliasRow['kind'],
): Promise<AliasRow[]> {
  return await database.query((db) =>
    db
      .selectDistinctOn([alias.name])
      .from(alias)
      .where(eq(alias.kind, kind))
      .orderBy(asc(alias.name), desc(alias.id)),
  );
}
