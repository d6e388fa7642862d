import { z } from 'zod';
import { Digest } from './artifact.ts';

export const Split = z.enum(['warm-start', 'train', 'held-out']);
export type Split = z.infer<typeof Split>;

/** Parts of the items per split; they add up to 1. */
export const SplitShares = z.strictObject({
  'warm-start': z.number().min(0).max(1),
  train: z.number().min(0).max(1),
  'held-out': z.number().min(0).max(1),
});
export type SplitShares = z.infer<typeof SplitShares>;

/** Repositories whose owner/name matches the pattern (`*`: any characters) go to that split. */
export const SplitPin = z.strictObject({ pattern: z.string().min(1), split: Split });
export type SplitPin = z.infer<typeof SplitPin>;

const cut = { seed: z.int().nonnegative(), shares: SplitShares, pins: z.array(SplitPin) };
/**
 * How items come to their splits. Pins come first, the first that matches counts. The other
 * repositories are cut into the shares: `repository` cuts by hash(seed, repository), so that no
 * repository stands on both sides; `pull-request` cuts by hash(seed, repository, number), for too few
 * repositories to fill every split.
 */
export const SplitRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('repository'), ...cut }),
  z.strictObject({ kind: z.literal('pull-request'), ...cut }),
]);
export type SplitRule = z.infer<typeof SplitRule>;

/** Similarity of two changes from which on only the earlier one is taken; null: all are taken. */
export const NearDuplicateSimilarity = z.number().min(0.5).max(1).nullable();

/** Why a kept pull request is not in a version: what others make of it, whatever order they came in. */
export const freezeReasons = {
  reverted_later: 'a later pull request takes it back',
  near_duplicate: 'an earlier pull request makes nearly the same change',
} as const;
export type FreezeReason = keyof typeof freezeReasons;

export const FreezeDatasetInput = z.strictObject({
  runName: z.string().min(1).max(200).optional(),
  repositories: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('owner/name patterns; default: everything mined'),
  seed: z.int().nonnegative().optional(),
  shares: SplitShares.optional(),
  pins: z.array(SplitPin).optional(),
  splitBy: z
    .enum(['repository', 'pull-request'])
    .optional()
    .describe('default: repository, unless that would leave a split empty'),
  nearDuplicateSimilarity: NearDuplicateSimilarity.optional(),
  planOnly: z.boolean().optional(),
});
export type FreezeDatasetInput = z.infer<typeof FreezeDatasetInput>;

export const FreezeDatasetConfig = z.strictObject({
  repositories: z.array(z.string().min(1)).min(1).describe('owner/name patterns'),
  split: SplitRule,
  nearDuplicateSimilarity: NearDuplicateSimilarity,
});
export type FreezeDatasetConfig = z.infer<typeof FreezeDatasetConfig>;

/** The content of a dataset version, as stored: items in canonical order (repository, number, digest). */
export const DatasetManifest = z.strictObject({
  format: z.literal('evoline.dataset.v1'),
  config: FreezeDatasetConfig,
  items: z.array(
    z.strictObject({
      digest: Digest,
      repository: z.string(),
      number: z.int().positive(),
      split: Split,
    }),
  ),
});
export type DatasetManifest = z.infer<typeof DatasetManifest>;

/**
 * An immutable dataset version. `digest` is the Merkle root (RFC 6962) over the configuration and the
 * ordered item digests with their splits.
 */
export const DatasetVersionSummary = z.strictObject({
  digest: Digest,
  parent: Digest.nullable(),
  items: z.int().nonnegative(),
  splits: z.record(Split, z.int().nonnegative()),
  repositories: z.int().nonnegative(),
  funnel: z.record(z.string(), z.int().nonnegative()),
  codeRevision: z.string(),
  createdAt: z.string(),
  /** false when the same items were frozen before: the same version is returned. */
  created: z.boolean(),
});
export type DatasetVersionSummary = z.infer<typeof DatasetVersionSummary>;
