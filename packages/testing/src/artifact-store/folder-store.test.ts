import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFolderStore } from '@evoline/clients/artifact-store/folder-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { expect, it } from 'vitest';
import { type StoreUnderTest, describeArtifactStore } from './artifact-store-conformance.ts';
import { damageArtifact } from './damage-artifact.ts';

describeArtifactStore('a folder', openFolder);

it('leaves no half-written file behind, neither in the store nor in the cache', async () => {
  const { store, root, close } = await openFolder();
  await store.put(new Uint8Array([1]), 'application/octet-stream');
  await expect(store.putDirectory(path.join(root, 'absent'))).rejects.toThrow();
  expect(await readdir(path.join(root, 'store/incoming'))).toEqual([]);
  await close();
});

it('writes a truncated blob again when the same content is put', async () => {
  const { store, damage, close } = await openFolder();
  const ref = await store.put(new Uint8Array([1, 2, 3]), 'application/octet-stream');
  await damage(ref.sha256, (content) => content.slice(0, 1));
  await store.put(new Uint8Array([1, 2, 3]), 'application/octet-stream');
  expect([...(await store.get(ref))]).toEqual([1, 2, 3]);
  await close();
});

it('opens a path and a file: address alike and names what it cannot open', async () => {
  const { root, close } = await openFolder();
  const folder = path.join(root, 'a store');
  const ref = await openArtifactStore(folder, { cache: root }).put(new Uint8Array([1]), 'x');
  const same = openArtifactStore(pathToFileURL(folder).href, { cache: root });
  expect(await same.has(ref.sha256)).toBe(true);
  expect(() => openArtifactStore('s3://bucket', { cache: root })).toThrow(/ARTIFACT_STORE.*s3:/);
  await close();
});

async function openFolder(): Promise<StoreUnderTest & { readonly root: string }> {
  const root = await mkdtemp(path.join(tmpdir(), 'evoline-store-'));
  const storeRoot = path.join(root, 'store');
  let hosts = 0;
  const host = () =>
    createFolderStore({ root: storeRoot, cache: path.join(root, `cache-${hosts++}`), fsync: true });
  return {
    root,
    store: host(),
    fromAnotherHost: host,
    damage: async (sha256, change) => void (await damageArtifact(storeRoot, sha256, change)),
    close: () => rm(root, { recursive: true, force: true }),
  };
}
