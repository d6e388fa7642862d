import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { pullRequestItem } from '../tables/mine.ts';
import { placedIn } from './dataset-items.ts';

/** An item of a version, by the key of its repository, which no renaming changes. */
export interface HeldItem {
  readonly repositoryKey: string;
  readonly number: number;
  readonly digest: string;
}

/** What a version holds, in no order. */
export async function heldItems(database: Database, version: string): Promise<HeldItem[]> {
  const { rows } = await database.query((db) =>
    db.execute<Record<string, unknown> & HeldItem>(sql`
      with recursive ${placedIn(version)}
      select item.repository_key as "repositoryKey", item.number, item.digest
      from placed join ${pullRequestItem} item on item.digest = placed.item_digest`),
  );
  return rows;
}
