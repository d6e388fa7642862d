import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { Database } from '@evoline/db/open-database';
import type { ScorePool } from './score-pool.ts';

/** What CPU activities work with. */
export interface RewardDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
}

/** What scoring works with besides. */
export interface ScoreDeps extends RewardDeps {
  readonly pool: ScorePool;
}
