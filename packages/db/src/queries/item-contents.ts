import { eq, inArray } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '../open-database.ts';
import { artifact } from '../tables/artifact.ts';
import { pullRequestItem } from '../tables/mine.ts';

/**
 * Where the full records of items lie, by item digest.
 *
 * @throws EvolineFailure not_found naming the first unknown item
 */
export async function itemContents(
  database: Database,
  itemDigests: readonly string[],
): Promise<ReadonlyMap<string, ArtifactRef>> {
  const rows = await database.query((db) =>
    db
      .select({ digest: pullRequestItem.digest, artifact })
      .from(pullRequestItem)
      .innerJoin(artifact, eq(artifact.sha256, pullRequestItem.contentSha256))
      .where(inArray(pullRequestItem.digest, [...new Set(itemDigests)])),
  );
  const contents = new Map(
    rows.map(({ digest, artifact: { sha256, bytes, mediaType } }) => [
      digest,
      { sha256, bytes, mediaType },
    ]),
  );
  const unknown = itemDigests.find((digest) => !contents.has(digest));
  if (unknown !== undefined) throw new EvolineFailure('not_found', `there is no item ${unknown}`);
  return contents;
}
