import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { DirectoryManifest } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { eachStoreRoot } from '@evoline/db/queries/store-roots';
import { DigestSet } from './digest-set.ts';

/**
 * Every blob that rows need, and the files of the directories among them.
 *
 * @throws EvolineFailure when a directory cannot be read: nobody could tell its files from garbage
 */
export async function markNeeded(database: Database, store: ArtifactStore): Promise<DigestSet> {
  const needed = new DigestSet();
  const directories = new Set<string>();
  await eachStoreRoot(database, (roots) => {
    for (const { sha256, isDirectory } of roots) {
      needed.add(sha256);
      if (isDirectory) directories.add(sha256);
    }
  });
  for (const sha256 of directories) {
    for (const file of await filesOf(store, sha256)) needed.add(file);
  }
  return needed;
}

async function filesOf(store: ArtifactStore, sha256: string): Promise<string[]> {
  const manifest = DirectoryManifest.safeParse(await store.getJson({ sha256 }));
  if (manifest.success) return manifest.data.files.map((file) => file.sha256);
  throw new EvolineFailure('store_corrupt', `artifact ${sha256} is no directory manifest`);
}
