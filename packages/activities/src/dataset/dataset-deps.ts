import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { Database } from '@evoline/db/open-database';

/** What dataset activities work with. */
export interface DatasetDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
}
