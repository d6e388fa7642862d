import { and, asc, count, eq, inArray, sql } from 'drizzle-orm';
import type { Connection, Database } from '../open-database.ts';
import { githubPin, githubQuota, githubRest } from '../tables/github.ts';

export type QuotaResource = (typeof githubQuota.$inferSelect)['resource'];

/** Times are milliseconds since 1970 by GitHub's clock. */
export interface NotedStanding {
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: number;
}

export interface NotedRest {
  readonly restsUntil: number;
  readonly strikes: number;
}

/** What is known of a token; null: nothing. */
export async function readQuota(
  database: Database,
  fingerprint: string,
  resource: QuotaResource,
): Promise<{ readonly standing: NotedStanding | null; readonly rest: NotedRest | null }> {
  const ofToken = eq(githubQuota.fingerprint, fingerprint);
  const [[quota], [rest]] = await Promise.all([
    database.query((db) =>
      db
        .select()
        .from(githubQuota)
        .where(and(ofToken, eq(githubQuota.resource, resource))),
    ),
    database.query((db) =>
      db.select().from(githubRest).where(eq(githubRest.fingerprint, fingerprint)),
    ),
  ]);
  return {
    standing: quota === undefined ? null : { ...quota, resetsAt: quota.resetsAt.getTime() },
    rest: rest === undefined ? null : { ...rest, restsUntil: rest.restsUntil.getTime() },
  };
}

/** Notes a standing; of two about one hour the smaller remainder stays, an older hour is not noted. */
export async function noteQuota(
  database: Database,
  fingerprint: string,
  resource: QuotaResource,
  { limit, remaining, resetsAt }: NotedStanding,
): Promise<void> {
  const of = githubQuota;
  const values = { fingerprint, resource, limit, remaining, resetsAt: new Date(resetsAt) };
  await database.query((db) =>
    db
      .insert(of)
      .values(values)
      .onConflictDoUpdate({
        target: [of.fingerprint, of.resource],
        set: { limit, remaining, resetsAt: values.resetsAt, notedAt: sql`now()` },
        setWhere: sql`excluded.resets_at > ${of.resetsAt}
          or (excluded.resets_at = ${of.resetsAt} and excluded.remaining < ${of.remaining})`,
      }),
  );
}

/** Notes until when a token rests; null: it works again. */
export async function noteRest(
  database: Database,
  fingerprint: string,
  rest: NotedRest | null,
): Promise<void> {
  const restsUntil = new Date(rest?.restsUntil ?? 0);
  const strikes = rest?.strikes ?? 0;
  await database.query((db) =>
    db
      .insert(githubRest)
      .values({ fingerprint, restsUntil, strikes })
      .onConflictDoUpdate({
        target: githubRest.fingerprint,
        set: { restsUntil, strikes, notedAt: sql`now()` },
      }),
  );
}

/** Any number, the same in every worker: pins are given one after another. */
const pinLock = 5_007_114;

/**
 * The token of `present` that a subject works with: the one it had, as long as that is among them, else the
 * one that has fewest subjects.
 */
export async function pinToken(
  database: Database,
  subject: string,
  present: readonly string[],
): Promise<string> {
  const known = await database.query((db) => pinOf(db, subject));
  if (known !== null && present.includes(known)) return known;
  return await database.transaction(async (db) => {
    await db.execute(sql`select pg_advisory_xact_lock(${pinLock})`);
    const now = await pinOf(db, subject);
    if (now !== null && present.includes(now)) return now;
    const fingerprint = await leastPinned(db, present);
    await db
      .insert(githubPin)
      .values({ subject, fingerprint })
      .onConflictDoUpdate({
        target: githubPin.subject,
        set: { fingerprint, pinnedAt: sql`now()` },
      });
    return fingerprint;
  });
}

async function pinOf(db: Connection, subject: string): Promise<string | null> {
  const { fingerprint } = githubPin;
  const [row] = await db
    .select({ fingerprint })
    .from(githubPin)
    .where(eq(githubPin.subject, subject));
  return row?.fingerprint ?? null;
}

async function leastPinned(db: Connection, present: readonly string[]): Promise<string> {
  const { fingerprint } = githubPin;
  const rows = await db
    .select({ fingerprint, pins: count() })
    .from(githubPin)
    .where(inArray(fingerprint, [...present]))
    .groupBy(fingerprint)
    .orderBy(asc(fingerprint));
  const loads = new Map(rows.map((row) => [row.fingerprint, row.pins]));
  const load = (name: string): number => loads.get(name) ?? 0;
  const [least] = present.toSorted((a, b) => load(a) - load(b));
  if (least === undefined) throw new Error('a pin needs at least one fingerprint');
  return least;
}
