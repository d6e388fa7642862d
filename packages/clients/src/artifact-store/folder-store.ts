import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type ArtifactRef,
  Digest,
  type DirectoryManifest,
  mediaTypes,
} from '@evoline/contract/artifact';
import { canonicalJson } from '@evoline/contract/canonical-json';
import type { ArtifactStore } from '../artifact-store.ts';
import { BlobFolder } from './blob-folder.ts';
import { BlobPaths } from './blob-paths.ts';
import { listRegularFiles, readManifest } from './directory-manifest.ts';
import { corruptArtifact, missingArtifact, storeFailure } from './store-failure.ts';
import { bringBack, listBlobs, removeBlob, sweepIncoming } from './sweep-folder.ts';

export interface FolderStoreOptions {
  /** Absolute path of the store; may be shared by hosts. */
  readonly root: string;
  /** Absolute path of this host's cache of laid-out directories. */
  readonly cache: string;
  /** Flush each blob to the disk before it counts. Costs milliseconds a blob; off by default. */
  readonly fsync?: boolean;
}

/** The artifact store in a folder. See `ArtifactStore` for what each call promises. */
export function createFolderStore(options: FolderStoreOptions): ArtifactStore {
  const paths = new BlobPaths(options.root);
  const blobs = new BlobFolder(paths, { fsync: options.fsync ?? false });
  const putJson = async (value: unknown, mediaType: string): Promise<ArtifactRef> => ({
    ...(await blobs.putPacked(new TextEncoder().encode(canonicalJson(value)))),
    mediaType,
  });
  const getJson = async (ref: Pick<ArtifactRef, 'sha256'>): Promise<unknown> =>
    parseJson(await blobs.get(ref.sha256), ref.sha256);
  return {
    put: async (content, mediaType) => ({ ...(await blobs.put(content)), mediaType }),
    putJson,
    get: (ref) => blobs.get(ref.sha256),
    getJson,
    has: (sha256) => blobs.has(sha256),
    putDirectory: async (directory) =>
      putJson(await storeFiles(blobs, directory), mediaTypes.directory),
    materialise: async (ref) => {
      if (!Digest.safeParse(ref.sha256).success) throw missingArtifact(ref.sha256);
      const target = path.join(options.cache, 'directories', ref.sha256);
      if (await isDirectory(target)) return target;
      const manifest = readManifest(await getJson(ref), ref.sha256);
      await layOut(blobs, manifest, target, path.join(options.cache, 'incoming', randomUUID()));
      return target;
    },
    list: () => listBlobs(paths),
    remove: (sha256, unlessPutSince) => removeBlob(paths, sha256, unlessPutSince),
    sweepHalfWritten: async (before, { remove }) => {
      if (remove) await bringBack(paths);
      return await sweepIncoming(paths, before, { remove });
    },
  };
}

/** Files first: the manifest that names them is stored by the caller when all are there. */
async function storeFiles(blobs: BlobFolder, directory: string): Promise<DirectoryManifest> {
  const files = [];
  for (const file of await listRegularFiles(directory)) {
    files.push({ path: file, ...(await blobs.putFile(path.join(directory, file))) });
  }
  return { format: 'evoline.directory.v1', files };
}

async function layOut(
  blobs: BlobFolder,
  manifest: DirectoryManifest,
  target: string,
  incoming: string,
): Promise<void> {
  try {
    await mkdir(incoming, { recursive: true });
    for (const file of manifest.files) {
      const copy = path.join(incoming, file.path);
      await mkdir(path.dirname(copy), { recursive: true });
      await blobs.copyTo(file.sha256, copy);
    }
    await mkdir(path.dirname(target), { recursive: true });
    await rename(incoming, target);
  } catch (error) {
    await rm(incoming, { recursive: true, force: true });
    // Another process of this host may have laid the same directory out in the meantime.
    if (!(await isDirectory(target))) storeFailure(error);
  }
}

function parseJson(content: Uint8Array, sha256: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content));
  } catch {
    throw corruptArtifact(sha256);
  }
}

async function isDirectory(directory: string): Promise<boolean> {
  return (await stat(directory).catch(() => undefined))?.isDirectory() ?? false;
}
