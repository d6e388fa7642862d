import { sql } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import type { PlacedItem } from '@evoline/contract/dataset';
import type { Database } from '../open-database.ts';
import { artifact } from '../tables/artifact.ts';
import { pullRequestItem } from '../tables/mine.ts';
import { canonicalOrder, placedIn } from './dataset-items.ts';

/** An item of a version with where its record lies and what the ledger knows beside it. */
export interface StoredItem {
  readonly placed: PlacedItem;
  readonly content: ArtifactRef;
  readonly url: string | null;
  readonly authorKey: string | null;
  readonly signature: string | null;
}

interface RawItem extends Record<string, unknown>, PlacedItem {
  readonly sha256: string;
  /** A bigint of the driver. */
  readonly bytes: string;
  readonly mediaType: string;
  readonly url: string | null;
  readonly authorKey: string | null;
  readonly signature: string | null;
}

/**
 * Shows every item of a version in canonical order, so many at a time; one page is in memory, and the
 * version is laid together once. A visit may take at most a minute.
 */
export async function visitDatasetItems(
  database: Database,
  version: string,
  itemsPerPage: number,
  visit: (page: readonly StoredItem[]) => Promise<void>,
): Promise<void> {
  const select = sql`
    with recursive ${placedIn(version)}
    select placed.item_digest as digest, placed.repository, placed.number, placed.split,
           item.url, item.author_key as "authorKey", item.signature,
           content.sha256, content.bytes, content.media_type as "mediaType"
    from placed
    join ${pullRequestItem} item on item.digest = placed.item_digest
    join ${artifact} content on content.sha256 = item.content_sha256
    order by ${canonicalOrder}`;
  const fetch = sql`fetch ${sql.raw(String(itemsPerPage))} from visited`;
  await database.transaction(async (db) => {
    // A cursor takes no parameters.
    await db.execute(sql`declare visited no scroll cursor for ${select}`.inlineParams());
    for (;;) {
      const { rows } = await db.execute<RawItem>(fetch);
      if (rows.length === 0) return;
      await visit(rows.map(storedItem));
    }
  });
}

function storedItem({ sha256, bytes, mediaType, ...row }: RawItem): StoredItem {
  const { digest, repository, number, split, url, authorKey, signature } = row;
  return {
    placed: { digest, repository, number, split },
    content: { sha256, bytes: Number(bytes), mediaType },
    url,
    authorKey,
    signature,
  };
}
