import { asc, like } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { pullRequestItem } from '../tables/mine.ts';
import type { ItemRow } from './items-of-pull-request.ts';

/** Items whose digest begins like this, at most `limit`. */
export async function itemsBeginning(
  database: Database,
  digestPrefix: string,
  limit: number,
): Promise<ItemRow[]> {
  return await database.query((db) =>
    db
      .select()
      .from(pullRequestItem)
      .where(like(pullRequestItem.digest, `${digestPrefix}%`))
      .orderBy(asc(pullRequestItem.digest))
      .limit(limit),
  );
}
