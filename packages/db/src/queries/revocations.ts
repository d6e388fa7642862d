import { asc, inArray } from 'drizzle-orm';
import type { Revocation, RevocationReason } from '@evoline/contract/withdrawal';
import { insertRows } from '../insert-rows.ts';
import type { Database } from '../open-database.ts';
import { revocation } from '../tables/withdrawal.ts';

/** Why items are revoked. */
export interface RevocationNote {
  readonly reason: RevocationReason;
  readonly note: string | null;
  readonly createdBy: string;
}

/** The digests of all items that no new version may hold. */
export async function revokedDigests(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.query((db) =>
    db.select({ digest: revocation.itemDigest }).from(revocation),
  );
  return new Set(rows.map((row) => row.digest));
}

/** Notes that items are revoked; the first reason of an item stays. Returns how many were new. */
export async function recordRevocations(
  database: Database,
  itemDigests: readonly string[],
  why: RevocationNote,
): Promise<number> {
  const rows = itemDigests.map((itemDigest) => ({ itemDigest, ...why }));
  return await database.transaction((db) => insertRows(db, revocation, rows));
}

/** Why some items are revoked, oldest first; those that are not are left out. */
export async function revocationsOf(
  database: Database,
  itemDigests: readonly string[],
): Promise<Revocation[]> {
  const isAsked = inArray(revocation.itemDigest, [...itemDigests]);
  const rows = await database.query((db) =>
    db
      .select()
      .from(revocation)
      .where(isAsked)
      .orderBy(asc(revocation.createdAt), asc(revocation.itemDigest)),
  );
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}
