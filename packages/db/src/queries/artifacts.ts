import { inArray, sql } from 'drizzle-orm';
import type { ArtifactRef } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import { insertRows } from '../insert-rows.ts';
import type { Connection, Database } from '../open-database.ts';
import { artifact } from '../tables/artifact.ts';
import { artifactRemoval } from '../tables/withdrawal.ts';

/**
 * Notes blobs that rows are about to refer to, after they were put. Known ones stay as they are; one that was
 * deleted once is there again.
 */
export async function recordArtifacts(
  connection: Connection,
  refs: readonly (ArtifactRef | null)[],
): Promise<void> {
  const rows = refs.filter((ref) => ref !== null);
  await insertRows(connection, artifact, rows);
  const stored = sql`any(${sql.param(rows.map((row) => row.sha256))}::text[])`;
  await connection.execute(
    sql`delete from ${artifactRemoval} where ${artifactRemoval.sha256} = ${stored}`,
  );
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
