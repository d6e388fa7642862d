import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobPaths } from './blob-paths.ts';
import { pack, unpack } from './packed-content.ts';
import { corruptArtifact, errorCode, missingArtifact, storeFailure } from './store-failure.ts';

/** What a blob is called and how long its content is. */
export interface NamedBlob {
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Blobs below one folder. A blob appears by rename and so is complete or absent; readers need no lock. The
 * time of its file says when it was put last.
 */
export class BlobFolder {
  readonly #paths: BlobPaths;
  readonly #fsync: boolean;

  constructor(paths: BlobPaths, options: { readonly fsync: boolean }) {
    this.#paths = paths;
    this.#fsync = options.fsync;
  }

  /** Stores the content unless it is there. */
  async put(content: Uint8Array): Promise<NamedBlob> {
    const blob = { sha256: sha256Of(content), bytes: content.byteLength };
    await this.#putAt(this.#paths.plain(blob.sha256), content);
    return blob;
  }

  /** The same, compressed where that takes less room. The digest is of the content. */
  async putPacked(content: Uint8Array): Promise<NamedBlob> {
    const blob = { sha256: sha256Of(content), bytes: content.byteLength };
    const [packed, plain] = this.#paths.forms(blob.sha256);
    const less = await pack(content);
    // Written before there was compression: stays as it is.
    const isThere = less !== null && (await renew(plain, blob.bytes));
    if (!isThere) await this.#putAt(less === null ? plain : packed, less ?? content);
    return blob;
  }

  /** Stores a file of any size, streaming; the digest is of the bytes that were copied. */
  async putFile(file: string): Promise<NamedBlob> {
    return await this.#arrive(async (incoming) => {
      const blob = await copyHashed(file, incoming);
      return { blob, target: this.#paths.plain(blob.sha256), bytes: blob.bytes };
    });
  }

  /** @throws EvolineFailure not_found, store_corrupt or store_unreachable */
  async get(sha256: string): Promise<Uint8Array> {
    const [packed, plain] = this.#paths.forms(sha256);
    const found = await readIfThere(packed, sha256);
    const content =
      found === null
        ? await readIfThere(plain, sha256)
        : await unpack(found).catch(() => {
            throw corruptArtifact(sha256);
          });
    if (content === null) throw missingArtifact(sha256);
    if (sha256Of(content) !== sha256) throw corruptArtifact(sha256);
    return content;
  }

  /** Copies a blob to a new read-only file, checking the digest on the way. */
  async copyTo(sha256: string, target: string): Promise<void> {
    const [packed, plain] = this.#paths.forms(sha256);
    if (!(await isThere(plain)) && (await isThere(packed))) {
      return await writeFile(target, await this.get(sha256), { flag: 'wx', mode: 0o444 });
    }
    const copied = await copyHashed(plain, target).catch((error: unknown) =>
      storeFailure(error, sha256),
    );
    if (copied.sha256 !== sha256) throw corruptArtifact(sha256);
  }

  async has(sha256: string): Promise<boolean> {
    const [packed, plain] = this.#paths.forms(sha256);
    return (await isThere(packed)) || (await isThere(plain));
  }

  async #putAt(target: string, atRest: Uint8Array): Promise<void> {
    if (await renew(target, atRest.byteLength)) return;
    await this.#arrive(async (file) => {
      await writeFile(file, atRest, { mode: 0o444 });
      return { blob: undefined, target, bytes: atRest.byteLength };
    });
  }

  /** Lets `write` make a file and moves it to its name, unless that is taken already. */
  async #arrive<T>(
    write: (file: string) => Promise<{ blob: T; target: string; bytes: number }>,
  ): Promise<T> {
    const incoming = path.join(this.#paths.incoming, randomUUID());
    try {
      await mkdir(path.dirname(incoming), { recursive: true });
      const { blob, target, bytes } = await write(incoming);
      if (await renew(target, bytes)) return blob;
      if (this.#fsync) await flush(incoming);
      await mkdir(path.dirname(target), { recursive: true });
      await rename(incoming, target);
      return blob;
    } catch (error) {
      return storeFailure(error);
    } finally {
      await rm(incoming, { force: true });
    }
  }
}

/**
 * Whether a whole file of this length is there, which then counts as put now. Two steps in this order, so
 * that a removal that looked before sees the new time, and one that took it already makes us write anew.
 */
async function renew(file: string, bytes: number): Promise<boolean> {
  try {
    const now = new Date();
    await utimes(file, now, now);
    const found = await stat(file);
    return found.isFile() && found.size === bytes;
  } catch (error) {
    // Not there, or another user's: then it is written anew.
    if (['ENOENT', 'EPERM', 'EACCES'].includes(errorCode(error))) return false;
    return storeFailure(error);
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    return storeFailure(error);
  }
}

async function readIfThere(file: string, sha256: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    return storeFailure(error, sha256);
  }
}

function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function copyHashed(from: string, to: string): Promise<NamedBlob> {
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
