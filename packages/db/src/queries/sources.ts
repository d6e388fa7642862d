import { and, desc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { SourceRepository } from '@evoline/contract/mine';
import type { Database } from '../open-database.ts';
import { sourceRepository, sourceSnapshot } from '../tables/mine.ts';
import { repositoryName, sourceGone, sourceOpening } from '../tables/source.ts';

/** Notes a repository by its stable key and its name of today, and answers with the watermark of earlier runs. */
export async function upsertRepository(
  database: Database,
  found: Omit<SourceRepository, 'watermark'>,
): Promise<SourceRepository> {
  const { key, name, defaultBranch } = found;
  const [row] = await database.query((db) =>
    db
      .insert(sourceRepository)
      .values({ key, name, defaultBranch })
      .onConflictDoUpdate({ target: sourceRepository.key, set: { name, defaultBranch } })
      .returning({ watermark: sourceRepository.watermark }),
  );
  await database.query((db) =>
    db
      .insert(repositoryName)
      .values({ repositoryKey: key, name })
      .onConflictDoUpdate({
        target: [repositoryName.repositoryKey, repositoryName.name],
        set: { lastSeenAt: sql`now()` },
      }),
  );
  await database.query((db) =>
    db.execute(sql`delete from ${sourceGone} where ${sourceGone.repositoryKey} = ${key}`),
  );
  return { ...found, watermark: row?.watermark ?? null };
}

/** The repository that a name of a host (`github`, `demo`) led to last; null: none ever did. */
export async function repositoryCalled(
  database: Database,
  host: string,
  name: string,
): Promise<string | null> {
  const { repositoryKey: key, name: known, lastSeenAt } = repositoryName;
  const isOnHost = sql`starts_with(${key}, ${`${host}:`})`;
  const isCalled = sql`lower(${known}) = lower(${name})`;
  const [row] = await database.query((db) =>
    db
      .select({ key })
      .from(repositoryName)
      .where(and(isOnHost, isCalled))
      .orderBy(desc(lastSeenAt))
      .limit(1),
  );
  return row?.key ?? null;
}

/** Marks a repository that its source does not show any more. */
export async function markGone(
  database: Database,
  repositoryKey: string,
  reason: string,
): Promise<void> {
  await database.query((db) =>
    db
      .insert(sourceGone)
      .values({ repositoryKey, reason })
      .onConflictDoUpdate({ target: sourceGone.repositoryKey, set: { reason } }),
  );
}

/** Why a repository is not there any more; null while it is. */
export async function goneReason(
  database: Database,
  repositoryKey: string,
): Promise<string | null> {
  const of = sourceGone;
  const [row] = await database.query((db) =>
    db.select({ reason: of.reason }).from(of).where(eq(of.repositoryKey, repositoryKey)),
  );
  return row?.reason ?? null;
}

/** Moves the watermark of a repository, ISO 8601, after its last page was extracted; never back. */
export async function moveWatermark(
  database: Database,
  repositoryKey: string,
  watermark: string,
): Promise<void> {
  await database.query((db) =>
    db
      .update(sourceRepository)
      .set({ watermark, updatedAt: new Date() })
      .where(
        and(
          eq(sourceRepository.key, repositoryKey),
          or(isNull(sourceRepository.watermark), lt(sourceRepository.watermark, watermark)),
        ),
      ),
  );
}

/** What a run found when it opened a repository. The first record of a run and repository stays. */
export async function recordSnapshot(
  database: Database,
  snapshot: {
    readonly runId: string;
    readonly repositoryKey: string;
    readonly headSha: string | null;
    readonly toolVersions: Readonly<Record<string, string>>;
  },
): Promise<void> {
  await database.query((db) => db.insert(sourceSnapshot).values(snapshot).onConflictDoNothing());
}

/** When a run opened a repository, by the database's clock; null when it has not. */
export async function snapshotTakenAt(
  database: Database,
  runId: string,
  repositoryKey: string,
): Promise<Date | null> {
  const of = sourceSnapshot;
  const [row] = await database.query((db) =>
    db
      .select({ takenAt: of.takenAt })
      .from(of)
      .where(and(eq(of.runId, runId), eq(of.repositoryKey, repositoryKey))),
  );
  return row?.takenAt ?? null;
}

/** Notes when a run opened a repository, by the clock of its source. The first note stays. */
export async function recordOpening(
  database: Database,
  opening: { readonly runId: string; readonly repositoryKey: string; readonly askedAt: Date },
): Promise<void> {
  await database.query((db) => db.insert(sourceOpening).values(opening).onConflictDoNothing());
}

/** When a run opened a repository, by the clock of its source; null when it did not say. */
export async function openingOf(
  database: Database,
  runId: string,
  repositoryKey: string,
): Promise<Date | null> {
  const of = sourceOpening;
  const [row] = await database.query((db) =>
    db
      .select({ askedAt: of.askedAt })
      .from(of)
      .where(and(eq(of.runId, runId), eq(of.repositoryKey, repositoryKey))),
  );
  return row?.askedAt ?? null;
}
