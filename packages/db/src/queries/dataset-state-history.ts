import { asc, eq } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { datasetState } from '../tables/dataset.ts';

export type DatasetStateRow = typeof datasetState.$inferSelect;

/** Every state that a version was in, oldest first. */
export async function datasetStateHistory(
  database: Database,
  version: string,
): Promise<DatasetStateRow[]> {
  const of = datasetState;
  return await database.query((db) =>
    db.select().from(of).where(eq(of.version, version)).orderBy(asc(of.id)),
  );
}
