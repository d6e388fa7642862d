import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { DirectoryManifest } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { eachStoreRoot } from '@evoline/db/queries/store-roots';
import { DigestSet } from './digest-set.ts';

/** Blobs that are looked for, to see that this is the store of this ledger. */
const lookedFor = 64;

/**
 * Every blob that rows need, and the files of the directories among them.
 *
 * @throws EvolineFailure when a directory cannot be read: nobody could tell its files from garbage;
 *   input_invalid when the store holds blobs and none of those that the ledger needs
 */
export async function markNeeded(database: Database, store: ArtifactStore): Promise<DigestSet> {
  const needed = new DigestSet();
  const directories = new Set<string>();
  const some: string[] = [];
  await eachStoreRoot(database, (roots) => {
    for (const { sha256, isDirectory } of roots) {
      needed.add(sha256);
      if (isDirectory) directories.add(sha256);
      if (some.length < lookedFor) some.push(sha256);
    }
  });
  await requireOwnStore(store, some);
  for (const sha256 of directories) {
    for (const file of await filesOf(store, sha256)) needed.add(file);
  }
  return needed;
}

/** A sweep with the wrong DATABASE_URL would take everything for garbage. */
async function requireOwnStore(store: ArtifactStore, some: readonly string[]): Promise<void> {
  for (const sha256 of some) if (await store.has(sha256)) return;
  const first = await store.list()[Symbol.asyncIterator]().next();
  if (first.done === true) return;
  throw new EvolineFailure(
    'input_invalid',
    'the store holds nothing that this ledger needs, so nothing was deleted; is it the ledger of this store? Check DATABASE_URL and ARTIFACT_STORE',
  );
}

async function filesOf(store: ArtifactStore, sha256: string): Promise<string[]> {
  const manifest = DirectoryManifest.safeParse(await store.getJson({ sha256 }));
  if (manifest.success) return manifest.data.files.map((file) => file.sha256);
  throw new EvolineFailure('store_corrupt', `artifact ${sha256} is no directory manifest`);
}
