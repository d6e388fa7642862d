import { sql } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '../open-database.ts';
import { artifact } from '../tables/artifact.ts';
import { pullRequestItem } from '../tables/mine.ts';

interface RawContent extends Record<string, unknown> {
  readonly digest: string;
  readonly sha256: string;
  /** A bigint of the driver. */
  readonly bytes: string;
  readonly mediaType: string;
}

/**
 * Where the full records of items lie, by item digest.
 *
 * @throws EvolineFailure not_found naming the first unknown item
 */
export async function itemContents(
  database: Database,
  itemDigests: readonly string[],
): Promise<ReadonlyMap<string, ArtifactRef>> {
  // One array and not a parameter for each: freezing asks for thousands at once.
  const asked = sql`any(${sql.param([...new Set(itemDigests)])}::text[])`;
  const { rows } = await database.query((db) =>
    db.execute<RawContent>(sql`
      select item.digest, content.sha256, content.bytes, content.media_type as "mediaType"
      from ${pullRequestItem} item join ${artifact} content on content.sha256 = item.content_sha256
      where item.digest = ${asked}`),
  );
  const contents = new Map(
    rows.map(({ digest, sha256, bytes, mediaType }) => [
      digest,
      { sha256, bytes: Number(bytes), mediaType },
    ]),
  );
  const unknown = itemDigests.find((digest) => !contents.has(digest));
  if (unknown !== undefined) throw new EvolineFailure('not_found', `there is no item ${unknown}`);
  return contents;
}
