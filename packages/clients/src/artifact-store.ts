import type { ArtifactRef } from '@evoline/contract/artifact';

/**
 * The content-addressed store of blobs and directories. Put is conditional: content that is there
 * already is not written again. Every read checks the digest and raises `store_corrupt` when a byte
 * has changed; the damaged content is never returned.
 */
export interface ArtifactStore {
  put(content: Uint8Array, mediaType: string): Promise<ArtifactRef>;
  /** Canonical JSON: keys sorted, so that equal values have equal digests. */
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
}
