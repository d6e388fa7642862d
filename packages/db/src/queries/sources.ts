import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { SourceRepository } from '@evoline/contract/mine';
import type { Database } from '../open-database.ts';
import { sourceRepository, sourceSnapshot } from '../tables/mine.ts';

/** Notes a repository by its stable key and answers with the watermark of earlier runs. */
export async function upsertRepository(
  database: Database,
  found: Omit<SourceRepository, 'watermark'>,
): Promise<SourceRepository> {
  const [row] = await database.query((db) =>
    db
      .insert(sourceRepository)
      .values({ key: found.key, name: found.name, defaultBranch: found.defaultBranch })
      .onConflictDoUpdate({
        target: sourceRepository.key,
        set: { name: found.name, defaultBranch: found.defaultBranch },
      })
      .returning({ watermark: sourceRepository.watermark }),
  );
  return { ...found, watermark: row?.watermark ?? null };
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
