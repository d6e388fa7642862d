import { join } from 'node:path';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { explainedStore } from '@evoline/clients/artifact-store/explained-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import type { Database } from '@evoline/db/open-database';
import { removalFailure } from '@evoline/db/queries/artifact-removals';
import { generatedFolder } from '@evoline/infra/paths';
import type { SessionAddresses } from './stack-session.ts';

/** The store of the stack that a command works against; it says why a blob is missing on purpose. */
export function storeAt({ artifactStore }: SessionAddresses, database: Database): ArtifactStore {
  const cache = join(generatedFolder, 'cli-cache');
  return explainedStore(openArtifactStore(artifactStore, { cache }), (sha256) =>
    removalFailure(database, sha256),
  );
}
