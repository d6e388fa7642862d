import { z } from 'zod';

/** A SHA-256 digest as 64 lower-case hexadecimal digits. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits');
export type Digest = z.infer<typeof Digest>;

/**
 * A blob in the content-addressed store. Workflows carry references, never data:
 * `sha256` names the content, `bytes` is its length, `mediaType` says how to read it.
 */
export const ArtifactRef = z.strictObject({
  sha256: Digest,
  bytes: z.int().nonnegative(),
  mediaType: z.string().min(1),
});
export type ArtifactRef = z.infer<typeof ArtifactRef>;

/** A directory in the store: the manifest blob lists each file's path, digest and length. */
export const DirectoryManifest = z.strictObject({
  format: z.literal('evoline.directory.v1'),
  files: z.array(
    z.strictObject({ path: z.string().min(1), sha256: Digest, bytes: z.int().nonnegative() }),
  ),
});
export type DirectoryManifest = z.infer<typeof DirectoryManifest>;

export const mediaTypes = {
  batch: 'application/vnd.evoline.batch.v1+safetensors',
  directory: 'application/vnd.evoline.directory.v1+json',
  group: 'application/vnd.evoline.group.v1+json',
  item: 'application/vnd.evoline.item.v2+json',
  benchmark: 'application/vnd.evoline.benchmark.v1+jsonl',
  page: 'application/vnd.evoline.page.v1+json',
  datasetManifest: 'application/vnd.evoline.dataset.v2+json',
  outcomes: 'application/vnd.evoline.outcomes.v1+json',
  demonstrations: 'application/vnd.evoline.demonstrations.v1+jsonl',
} as const;
