import { z } from 'zod';
import { Digest } from './artifact.ts';

export const Split = z.enum(['warm-start', 'train', 'held-out']);
export type Split = z.infer<typeof Split>;

/**
 * Splits are decided per repository, so that no repository stands on both sides. `pins` come first:
 * a repository whose owner/name matches the pattern (`*` matches within a name) goes to that split;
 * the others are cut by hash(seed, repository) into the shares.
 */
export const SplitRule = z.strictObject({
  kind: z.literal('repository'),
  seed: z.int().nonnegative(),
  shares: z.strictObject({
    'warm-start': z.number().min(0).max(1),
    train: z.number().min(0).max(1),
    'held-out': z.number().min(0).max(1),
  }),
  pins: z.array(z.strictObject({ pattern: z.string().min(1), split: Split })),
});
export type SplitRule = z.infer<typeof SplitRule>;

export const FreezeDatasetInput = z.strictObject({
  runName: z.string().min(1).max(200).optional(),
  repositories: z.array(z.string()).optional().describe('owner/name patterns; default: everything mined'),
  seed: z.int().nonnegative().optional(),
  shares: SplitRule.shape.shares.optional(),
  pins: SplitRule.shape.pins.optional(),
  planOnly: z.boolean().optional(),
});
export type FreezeDatasetInput = z.infer<typeof FreezeDatasetInput>;

export const FreezeDatasetConfig = z.strictObject({
  repositories: z.array(z.string()),
  split: SplitRule,
});
export type FreezeDatasetConfig = z.infer<typeof FreezeDatasetConfig>;

/** An immutable dataset version. `digest` is the Merkle root over ordered item digests and splits. */
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
