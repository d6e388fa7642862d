import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Digest } from '@evoline/contract/artifact';
import { corruptArtifact, missingArtifact, storeFailure } from './store-failure.ts';

/** What a blob is called and how long it is. */
export interface StoredBlob {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Blobs below one folder, two levels of 256 folders: `<root>/blobs/ab/cd/abcd…`. A blob appears by
 * rename and so is complete or absent; readers need no lock.
 */
export class BlobFolder {
  readonly #root: string;
  readonly #fsync: boolean;

  constructor(root: string, options: { readonly fsync: boolean }) {
    this.#root = root;
    this.#fsync = options.fsync;
  }

  /** Stores the content unless it is there. */
  async put(content: Uint8Array): Promise<StoredBlob> {
    const blob = { sha256: sha256Of(content), bytes: content.byteLength };
    if (await this.has(blob.sha256, blob.bytes)) return blob;
    return this.#arrive(async (file) => {
      await writeFile(file, content, { mode: 0o444 });
      return blob;
    });
  }

  /** Stores a file of any size, streaming; the digest is of the bytes that were copied. */
  async putFile(file: string): Promise<StoredBlob> {
    return this.#arrive((incoming) => copyHashed(file, incoming));
  }

  /** @throws EvolineFailure not_found, store_corrupt or store_unreachable */
  async get(sha256: string): Promise<Uint8Array> {
    const content = await readFile(this.#pathOf(sha256)).catch((error: unknown) =>
      storeFailure(error, sha256),
    );
    if (sha256Of(content) !== sha256) throw corruptArtifact(sha256);
    return content;
  }

  /** Copies a blob to a new read-only file, checking the digest on the way. */
  async copyTo(sha256: string, target: string): Promise<void> {
    const copied = await copyHashed(this.#pathOf(sha256), target).catch((error: unknown) =>
      storeFailure(error, sha256),
    );
    if (copied.sha256 !== sha256) throw corruptArtifact(sha256);
  }

  /** Whether the blob is there; with `bytes`, whether it has that length too. */
  async has(sha256: string, bytes?: number): Promise<boolean> {
    try {
      const found = await stat(this.#pathOf(sha256));
      return found.isFile() && (bytes === undefined || found.size === bytes);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
      return storeFailure(error, sha256);
    }
  }

  /** Lets `write` make a file and moves it to its name, unless that is taken already. */
  async #arrive(write: (file: string) => Promise<StoredBlob>): Promise<StoredBlob> {
    const incoming = path.join(this.#root, 'incoming', randomUUID());
    try {
      await mkdir(path.dirname(incoming), { recursive: true });
      const blob = await write(incoming);
      if (await this.has(blob.sha256, blob.bytes)) return blob;
      if (this.#fsync) await flush(incoming);
      const target = this.#pathOf(blob.sha256);
      await mkdir(path.dirname(target), { recursive: true });
      await rename(incoming, target);
      return blob;
    } catch (error) {
      return storeFailure(error);
    } finally {
      await rm(incoming, { force: true });
    }
  }

  #pathOf(sha256: string): string {
    // The digest may come from a file that somebody else wrote: never a path before it is a digest.
    if (!Digest.safeParse(sha256).success) throw missingArtifact(sha256);
    return path.join(this.#root, 'blobs', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  }
}

function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function copyHashed(from: string, to: string): Promise<StoredBlob> {
  const hash = createHash('sha256');
  let bytes = 0;
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(from), tap, createWriteStream(to, { flags: 'wx', mode: 0o444 }));
  return { sha256: hash.digest('hex'), bytes };
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
