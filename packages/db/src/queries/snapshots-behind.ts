import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { pullRequestItem, sourceRepository, sourceSnapshot } from '../tables/mine.ts';
import { run } from '../tables/run.ts';

/** What a mining run saw of a repository when it first kept one of the items. */
export interface SnapshotRow {
  readonly repository: string;
  readonly repositoryKey: string;
  readonly headSha: string | null;
  readonly toolVersions: Readonly<Record<string, string>>;
  readonly takenAt: Date;
  readonly runName: string;
  readonly codeRevision: string;
}

/** The source snapshots that these items came from, by repository and time. */
export async function snapshotsBehind(
  database: Database,
  itemDigests: readonly string[],
): Promise<SnapshotRow[]> {
  const from = sql`(${sourceSnapshot.runId}, ${sourceSnapshot.repositoryKey})`;
  return await database.query((db) =>
    db
      .select({
        repository: sourceRepository.name,
        repositoryKey: sourceSnapshot.repositoryKey,
        headSha: sourceSnapshot.headSha,
        toolVersions: sourceSnapshot.toolVersions,
        takenAt: sourceSnapshot.takenAt,
        runName: run.name,
        codeRevision: run.codeRevision,
      })
      .from(sourceSnapshot)
      .innerJoin(sourceRepository, eq(sourceRepository.key, sourceSnapshot.repositoryKey))
      .innerJoin(run, eq(run.id, sourceSnapshot.runId))
      .where(
        inArray(
          from,
          db
            .select({ pair: sql`${pullRequestItem.firstRunId}, ${pullRequestItem.repositoryKey}` })
            .from(pullRequestItem)
            .where(sql`${pullRequestItem.digest} = any(${sql.param([...itemDigests])}::text[])`),
        ),
      )
      .orderBy(sourceRepository.name, sourceSnapshot.takenAt),
  );
}
