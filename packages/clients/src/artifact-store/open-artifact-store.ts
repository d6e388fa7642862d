import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvolineFailure } from '@evoline/contract/failures';
import type { ArtifactStore } from '../artifact-store.ts';
import { createFolderStore } from './folder-store.ts';

/**
 * Opens the store that `ARTIFACT_STORE` names: a folder's path or a `file:` address.
 *
 * @param cache absolute path of this host's cache
 * @throws EvolineFailure input_invalid for any other kind of address
 */
export function openArtifactStore(address: string, options: { cache: string }): ArtifactStore {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(address)?.[1]?.toLowerCase();
  if (scheme === 'file') {
    return createFolderStore({ root: fileURLToPath(address), cache: options.cache });
  }
  if (scheme !== undefined || address === '') {
    throw new EvolineFailure(
      'input_invalid',
      `ARTIFACT_STORE must be a folder's path or a file: address, not ${JSON.stringify(address)}`,
    );
  }
  return createFolderStore({ root: path.resolve(address), cache: options.cache });
}
