import { join } from 'node:path';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { generatedFolder } from '@evoline/infra/paths';
import type { SessionAddresses } from './stack-session.ts';

/** The store of the stack that a command works against; the command line only reads it. */
export function storeAt({ artifactStore }: SessionAddresses): ArtifactStore {
  return openArtifactStore(artifactStore, { cache: join(generatedFolder, 'cli-cache') });
}
