import { eq } from 'drizzle-orm';
import type { SourceRepository } from '@evoline/contract/mine';
import type { Database } from '../open-database.ts';
import { sourceRepository, sourceSnapshot } from '../tables/mine.ts';

/** Notes a repository by its stable key and answers with the watermark of earlier runs. */
export async function upsertRepository(
  database: Database,
  found: Pick<SourceRepository, 'key' | 'name' | 'defaultBranch'>,
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

/** Moves the watermark of a repository after its last page was extracted. */
export async function moveWatermark(
  database: Database,
  repositoryKey: string,
  watermark: string,
): Promise<void> {
  await database.query((db) =>
    db
      .update(sourceRepository)
      .set({ watermark, updatedAt: new Date() })
      .where(eq(sourceRepository.key, repositoryKey)),
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
