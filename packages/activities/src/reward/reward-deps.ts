import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { Database } from '@evoline/db/open-database';

/** What CPU activities work with. */
export interface RewardDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
}
