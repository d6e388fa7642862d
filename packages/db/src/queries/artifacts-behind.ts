import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { chainTable } from './policy-chain.ts';
import type { ChainSegment } from './policy-chain.ts';

/** A blob that a number rests on, and as what. */
export interface ArtifactBehind {
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly as: 'checkpoint' | 'batch' | 'group' | 'item' | 'dataset' | 'outcomes';
}

/**
 * Every blob behind a chain, each once: checkpoints, batches, groups, items and dataset manifests.
 * With an evaluation also its groups and its outcomes.
 */
export async function artifactsBehind(
  database: Database,
  chain: readonly ChainSegment[],
  evaluationId: string | null,
): Promise<ArtifactBehind[]> {
  const result = await database.query((db) =>
    db.execute<Record<string, unknown> & ArtifactBehind>(sql`
      with named(sha256, "as") as (
        select checkpoint_sha256, 'checkpoint' from policy_version join ${chainTable(chain)} using (run_id)
          where step <= up_to_step
        union select batch_sha256, 'batch' from step join ${chainTable(chain)} using (run_id)
          where step <= up_to_step
        union select blob_sha256, 'group' from rollout_group join ${chainTable(chain)} using (run_id)
          where purpose = 'train' and step <= up_to_step
        union select content_sha256, 'item' from step_item join ${chainTable(chain)} using (run_id)
          join pull_request_item on digest = item_digest where step <= up_to_step
        union select manifest_sha256, 'dataset' from run join ${chainTable(chain)} on run.id = run_id
          join dataset_version on digest = run.config -> 'config' ->> 'datasetVersion'
        union select outcomes_sha256, 'outcomes' from evaluation where id = ${evaluationId}
        union select blob_sha256, 'group' from evaluation_group join rollout_group using (group_id)
          where evaluation_id = ${evaluationId})
      select sha256, bytes::float8 as bytes, media_type as "mediaType", "as"
      from named join artifact using (sha256)
      order by "as", sha256`),
  );
  return result.rows;
}
