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
/** Stratified: the shares hold within each language, as nearly as whole units allow. */
const stratify = { stratifyBy: z.literal('language').nullable() };
/** From these instants on items are in `train` and in `held-out`; before: `warm-start`. ISO 8601, UTC. */
export const SplitInstants = z.strictObject({ train: z.iso.datetime(), heldOut: z.iso.datetime() });
export type SplitInstants = z.infer<typeof SplitInstants>;
/**
 * How items come to their splits. Pins come first, the first that matches counts. The others are cut
 * into the shares: `repository` by hash(seed, repository), so that no repository stands on both sides;
 * `pull-request` by hash(seed, repository, number), for too few repositories to fill every split; `time`
 * by the instant of the merge, the oldest first, at `at` or, when that is null, where the shares fall.
 */
export const SplitRule = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('repository'), ...cut, ...stratify }),
  z.strictObject({ kind: z.literal('pull-request'), ...cut, ...stratify }),
  z.strictObject({ kind: z.literal('time'), ...cut, at: SplitInstants.nullable() }),
]);
export type SplitRule = z.infer<typeof SplitRule>;

/** Similarity of two changes from which on only one of them is taken; null: both are. */
export const NearDuplicateSimilarity = z.number().min(0.5).max(1).nullable();

/** Why a kept pull request is not in a version. */
export const freezeReasons = {
  not_settled: 'it was merged too few days ago and may still change',
  opted_out: 'its repository, its author or somebody for it has opted out',
  revoked: 'it was revoked',
  reverted_later: 'a later pull request takes it back',
  near_duplicate: 'an earlier pull request makes nearly the same change',
  across_splits: 'nearly the same change stands in another split',
  repository_cap: 'its repository fills its share already',
  not_selected: 'the version is not made of its repository any more',
} as const;
export type FreezeReason = keyof typeof freezeReasons;

/** What was edited in a pull request that a version holds in another edition. */
export const itemParts = [
  'title',
  'description',
  'issue_text',
  'issue_linked',
  'issue_unlinked',
  'code',
  'context',
  'licence',
  'other',
] as const;
export type ItemPart = (typeof itemParts)[number];

export const datasetStates = ['draft', 'published', 'revoked'] as const;
export const DatasetState = z.enum(datasetStates);
export type DatasetState = z.infer<typeof DatasetState>;

/** When a version may be published without a person; else it stays a draft and says what held it back. */
export const PublishRule = z.strictObject({
  minNewItems: z.int().nonnegative().describe('items that its parent does not hold'),
  maxShareMove: z
    .number()
    .min(0)
    .max(1)
    .describe('how far the share of any reason of a drop may have moved since its parent'),
});
export type PublishRule = z.infer<typeof PublishRule>;

const Repositories = z.array(z.string().min(1)).min(1).describe('owner/name patterns');

export const FreezeDatasetInput = z.strictObject({
  runName: z.string().min(1).max(200).optional(),
  repositories: Repositories.optional().describe('owner/name patterns; default: everything mined'),
  seed: z.int().nonnegative().optional(),
  shares: SplitShares.optional(),
  pins: z.array(SplitPin).optional(),
  splitBy: z
    .enum(['repository', 'pull-request', 'time'])
    .optional()
    .describe('default: repository, unless that would leave a split empty'),
  splitAt: SplitInstants.optional().describe('with splitBy time; default: where the shares fall'),
  stratifyBy: z.literal('language').optional(),
  repositoryCap: z.int().positive().optional().describe('items of one repository at the most'),
  nearDuplicateSimilarity: NearDuplicateSimilarity.optional(),
  acrossSplitsSimilarity: NearDuplicateSimilarity.optional().describe(
    'default: 0.7, or null with nearDuplicateSimilarity null',
  ),
  settleDays: z.number().nonnegative().optional().describe('days after the merge; default: 0'),
  asOf: z.iso.datetime().optional().describe('counts the days up to here; default: now'),
  publish: z
    .union([z.boolean(), PublishRule])
    .optional()
    .describe('true (the default), false: stays a draft, or the rule under which it is published'),
  reason: z.string().min(1).max(500).optional().describe('why it is frozen, for people'),
  from: z
    .string()
    .min(1)
    .optional()
    .describe('a version: its items in their splits without what was revoked or opted out since'),
  planOnly: z.boolean().optional(),
});
export type FreezeDatasetInput = z.infer<typeof FreezeDatasetInput>;

/** What decides which items a version holds, and in which split. Part of its digest. */
export const DatasetRecipe = z.strictObject({
  repositories: Repositories,
  split: SplitRule,
  nearDuplicateSimilarity: NearDuplicateSimilarity,
  acrossSplitsSimilarity: NearDuplicateSimilarity,
  repositoryCap: z.int().positive().nullable(),
  settleDays: z.number().nonnegative(),
});
export type DatasetRecipe = z.infer<typeof DatasetRecipe>;

export const FreezeDatasetConfig = z.strictObject({
  recipe: DatasetRecipe,
  asOf: z.iso.datetime(),
  publish: z.union([z.boolean(), PublishRule]),
  reason: z.string().nullable(),
  /** Digest of the version that is frozen anew without what it may not hold any more. */
  from: Digest.nullable(),
});
export type FreezeDatasetConfig = z.infer<typeof FreezeDatasetConfig>;

/** An item in its place. */
export const PlacedItem = z.strictObject({
  digest: Digest,
  repository: z.string().describe('owner/name on the day of the freeze'),
  number: z.int().positive(),
  split: Split,
});
export type PlacedItem = z.infer<typeof PlacedItem>;

/**
 * A dataset version as stored: what differs from the version `deltaOf`, or all items when that is null.
 * Canonical order: repository, number, digest. `split` null: not in it any more.
 */
export const DatasetManifest = z.strictObject({
  format: z.literal('evoline.dataset.v2'),
  digest: Digest,
  recipe: DatasetRecipe,
  deltaOf: Digest.nullable(),
  changes: z.array(PlacedItem.extend({ split: Split.nullable() })),
});
export type DatasetManifest = z.infer<typeof DatasetManifest>;

/** How a version differs from its parent, in pull requests. */
export const DatasetChanges = z.strictObject({
  added: z.int().nonnegative(),
  removed: z.int().nonnegative(),
  edited: z.int().nonnegative(),
  moved: z.int().nonnegative().describe('to another split'),
});
export type DatasetChanges = z.infer<typeof DatasetChanges>;

/**
 * An immutable dataset version. `digest` is the Merkle root (RFC 6962) over the recipe and the ordered
 * item digests with their splits.
 */
export const DatasetVersionSummary = z.strictObject({
  digest: Digest,
  parent: Digest.nullable(),
  state: DatasetState,
  items: z.int().nonnegative(),
  splits: z.record(Split, z.int().nonnegative()),
  repositories: z.int().nonnegative(),
  funnel: z.record(z.string(), z.int().nonnegative()),
  changes: DatasetChanges,
  codeRevision: z.string(),
  createdAt: z.string(),
  /** false when the same items were frozen before: the same version is returned. */
  created: z.boolean(),
  /** Why it stayed a draft, one line each; empty when it was published. */
  heldBack: z.array(z.string()),
});
export type DatasetVersionSummary = z.infer<typeof DatasetVersionSummary>;
