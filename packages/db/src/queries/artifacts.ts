import { inArray } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import { insertRows } from '../insert-rows.ts';
import type { Connection, Database } from '../open-database.ts';
import { artifact } from '../tables/artifact.ts';

/** Notes blobs that rows are about to refer to. Known ones stay as they are. */
export async function recordArtifacts(
  connection: Connection,
  refs: readonly (ArtifactRef | null)[],
): Promise<void> {
  const rows = refs.filter((ref) => ref !== null);
  await insertRows(connection, artifact, rows);
}

/**
 * The full references of blobs that rows name by digest, in the order asked.
 *
 * @throws EvolineFailure not_found naming the first unknown digest
 */
export async function artifactRefs(
  database: Database,
  sha256s: readonly string[],
): Promise<ArtifactRef[]> {
  const rows = await database.query((db) =>
    db
      .select()
      .from(artifact)
      .where(inArray(artifact.sha256, [...new Set(sha256s)])),
  );
  const bySha256 = new Map(rows.map((row) => [row.sha256, row]));
  return sha256s.map((sha256) => {
    const row = bySha256.get(sha256);
    if (row === undefined)
      throw new EvolineFailure('not_found', `no artifact ${sha256} is recorded`);
    return { sha256, bytes: row.bytes, mediaType: row.mediaType };
  });
}
