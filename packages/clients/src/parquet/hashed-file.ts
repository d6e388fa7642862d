import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';

/** A new file that is written from its beginning to its end, with its digest. */
export class HashedFile {
  readonly #handle: FileHandle;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** @throws when the file is there already */
  static async create(file: string): Promise<HashedFile> {
    return new HashedFile(await open(file, 'wx'));
  }

  get bytes(): number {
    return this.#bytes;
  }

  async append(content: Uint8Array): Promise<void> {
    this.#hash.update(content);
    this.#bytes += content.byteLength;
    for (let at = 0; at < content.byteLength;) {
      const { bytesWritten } = await this.#handle.write(content, at);
      at += bytesWritten;
    }
  }

  async finish(): Promise<{ readonly bytes: number; readonly sha256: string }> {
    await this.#handle.close();
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {});
  }
}
