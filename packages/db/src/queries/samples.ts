import { and, asc, eq, getTableColumns, inArray } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { rolloutGroup, sample } from '../tables/rollout.ts';

export type SampleRow = typeof sample.$inferSelect & { readonly itemDigest: string };

/** The samples of these groups, by group and index, each with the item it answers. */
export async function samplesOfGroups(
  database: Database,
  groupIds: readonly string[],
): Promise<SampleRow[]> {
  return await database.query((db) =>
    db
      .select({
        ...getTableColumns(sample),
        itemDigest: rolloutGroup.itemDigest,
      })
      .from(rolloutGroup)
      // The run is named too: it leads to one partition.
      .innerJoin(
        sample,
        and(eq(sample.runId, rolloutGroup.runId), eq(sample.groupId, rolloutGroup.groupId)),
      )
      .where(inArray(rolloutGroup.groupId, [...groupIds]))
      .orderBy(asc(sample.groupId), asc(sample.index)),
  );
}
