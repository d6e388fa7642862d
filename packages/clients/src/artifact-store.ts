import type { ArtifactRef } from '@evoline/contract/artifact';

/** A blob as it lies in the store. */
export interface StoredBlob {
  readonly sha256: string;
  /** That it takes at rest, which may be less than its content has. */
  readonly bytes: number;
  /** When it was put last. */
  readonly putAt: Date;
}

/** What writers that were cut short left behind. */
export interface HalfWritten {
  readonly files: number;
  readonly bytes: number;
}

/**
 * The content-addressed store of blobs and directories. Put is conditional: content that is there
 * already is not written again, but counts as put now. Every read checks the digest and raises
 * `store_corrupt` when a byte has changed; the damaged content is never returned.
 */
export interface ArtifactStore {
  put(content: Uint8Array, mediaType: string): Promise<ArtifactRef>;
  /** Canonical JSON: keys sorted, so that equal values have equal digests. May be compressed at rest. */
  putJson(value: unknown, mediaType: string): Promise<ArtifactRef>;
  get(ref: Pick<ArtifactRef, 'sha256'>): Promise<Uint8Array>;
  getJson(ref: Pick<ArtifactRef, 'sha256'>): Promise<unknown>;
  has(sha256: string): Promise<boolean>;
  /** Stores every regular file below `directory`, manifest last. Links and devices are refused. */
  putDirectory(directory: string): Promise<ArtifactRef>;
  /**
   * Lays a stored directory out below the host's cache and returns its path. Complete or not at all;
   * digests are checked once per host. Paths that leave the directory are refused.
   */
  materialise(ref: Pick<ArtifactRef, 'sha256'>): Promise<string>;
  /** Every blob, each once, by digest. Blobs that come or go meanwhile may be told of or not. */
  list(): AsyncIterable<StoredBlob>;
  /**
   * Deletes a blob, unless somebody has put it since. May run beside any writer: what a put that was
   * answered has promised is there afterwards. By one process at a time.
   *
   * @returns how many bytes that freed; null when the blob is not there, or was put since
   */
  remove(sha256: string, unlessPutSince: Date): Promise<number | null>;
  /** Counts what was left half-written before `before`, and deletes it with `remove: true`. */
  sweepHalfWritten(before: Date, options: { readonly remove: boolean }): Promise<HalfWritten>;
}
