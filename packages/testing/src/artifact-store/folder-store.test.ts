import { mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ArtifactStore, StoredBlob } from '@evoline/clients/artifact-store';
import { createFolderStore } from '@evoline/clients/artifact-store/folder-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { expect, it } from 'vitest';
import { type StoreUnderTest, describeArtifactStore } from './artifact-store-conformance.ts';
import { damageArtifact, storedFile } from './damage-artifact.ts';

describeArtifactStore('a folder', openFolder);

it('leaves no half-written file behind, neither in the store nor in the cache', async () => {
  const { store, root, close } = await openFolder();
  await store.put(new Uint8Array([1]), 'application/octet-stream');
  await expect(store.putDirectory(join(root, 'absent'))).rejects.toThrow();
  expect(await readdir(join(root, 'store/incoming'))).toEqual([]);
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

it('compresses long JSON at rest and reads what was stored before it did', async () => {
  const { store, root, close } = await openFolder();
  const value = { text: 'the same again '.repeat(1000) };
  const content = new TextEncoder().encode(JSON.stringify(value));
  const asBytes = await store.put(content, 'application/json');
  expect((await listed(store))[0]?.bytes).toBe(content.byteLength);
  expect((await store.putJson(value, 'application/json')).sha256).toBe(asBytes.sha256);
  expect(await listed(store)).toHaveLength(1);
  expect(await store.getJson(asBytes)).toEqual(value);
  await store.remove(asBytes.sha256, soon());
  await store.putJson(value, 'application/json');
  expect((await listed(store))[0]?.bytes).toBeLessThan(content.byteLength / 10);
  expect(Buffer.from(await store.get(asBytes))).toEqual(Buffer.from(content));
  expect(await readdir(join(root, 'store/leaving'))).toEqual([]);
  await close();
});

it('writes a truncated compressed blob again when the same value is put', async () => {
  const { store, damage, close } = await openFolder();
  const value = { text: 'the same again '.repeat(1000) };
  const ref = await store.putJson(value, 'application/json');
  await damage(ref.sha256, (content) => content.slice(0, 20));
  await expect(store.getJson(ref)).rejects.toMatchObject({ code: 'store_corrupt' });
  await store.putJson(value, 'application/json');
  expect(await store.getJson(ref)).toEqual(value);
  await close();
});

it('brings back what a removal that was killed had moved aside, and lists no file of others', async () => {
  const { store, root, close } = await openFolder();
  const ref = await store.put(new Uint8Array([1]), 'application/octet-stream');
  const file = storedFile(join(root, 'store'), ref.sha256);
  await mkdir(join(root, 'store/leaving'));
  await rename(file, join(root, 'store/leaving', ref.sha256));
  await writeFile(join(file, '../notes.txt'), 'of somebody else');
  expect(await listed(store)).toEqual([]);
  await store.sweepHalfWritten(new Date(0), { remove: true });
  expect((await listed(store)).map(({ sha256 }) => sha256)).toEqual([ref.sha256]);
  await close();
});

it('counts half-written files, and deletes them only when asked and only old ones', async () => {
  const { store, root, close } = await openFolder();
  const incoming = join(root, 'store/incoming');
  await mkdir(incoming, { recursive: true });
  await writeFile(join(incoming, 'old'), 'half');
  await utimes(join(incoming, 'old'), new Date(0), new Date(0));
  await writeFile(join(incoming, 'new'), 'being written');
  const before = new Date(1000);
  const found = { files: 1, bytes: 4 };
  expect(await store.sweepHalfWritten(before, { remove: false })).toEqual(found);
  expect(await store.sweepHalfWritten(before, { remove: true })).toEqual(found);
  expect(await readdir(incoming)).toEqual(['new']);
  await close();
});

it('opens a path and a file: address alike and names what it cannot open', async () => {
  const { root, close } = await openFolder();
  const folder = join(root, 'a store');
  const ref = await openArtifactStore(folder, { cache: root }).put(new Uint8Array([1]), 'x');
  const same = openArtifactStore(pathToFileURL(folder).href, { cache: root });
  expect(await same.has(ref.sha256)).toBe(true);
  expect(() => openArtifactStore('s3://bucket', { cache: root })).toThrow(/ARTIFACT_STORE.*s3:/);
  await close();
});

async function openFolder(): Promise<StoreUnderTest & { readonly root: string }> {
  const root = await mkdtemp(join(tmpdir(), 'evoline-store-'));
  const storeRoot = join(root, 'store');
  let hosts = 0;
  const host = () =>
    createFolderStore({ root: storeRoot, cache: join(root, `cache-${hosts++}`), fsync: true });
  return {
    root,
    store: host(),
    fromAnotherHost: host,
    damage: async (sha256, change) => void (await damageArtifact(storeRoot, sha256, change)),
    age: (sha256, putAt) => utimes(storedFile(storeRoot, sha256), putAt, putAt),
    close: () => rm(root, { recursive: true, force: true }),
  };
}

async function listed(store: ArtifactStore): Promise<StoredBlob[]> {
  const found: StoredBlob[] = [];
  for await (const blob of store.list()) found.push(blob);
  return found;
}

function soon(): Date {
  return new Date(Date.now() + 60_000);
}
