import { z } from 'zod';
import { ExcludeReason } from './rollout.ts';

/** Why an output is at fault and scores -1 (SWE-RL §2.1 and its reward code). */
export const rewardFaults = {
  tag_count: 'one of the four tags does not occur exactly once in the output',
  empty_thought: 'nothing but white space stands between the think tags',
  no_edit_block: 'the solution has no SEARCH/REPLACE block of the right form',
  identical_edit: 'the search and replace texts of a block are equal',
  search_not_found: 'a search text does not occur at a line start of its file',
  over_edit_caps: 'more blocks, paths or text than a hardened rule reads',
  malformed_block: 'a marker line stands where no block has one (hardened rules)',
  ambiguous_search: 'a search text occurs at more than one line start (hardened rules)',
  partial_line: 'a search text ends in mid line (hardened rules)',
} as const;
export type RewardCategory = keyof typeof rewardFaults;
export const RewardCategory = z.enum(
  Object.keys(rewardFaults) as [RewardCategory, ...RewardCategory[]],
);

/** `name@version` of a rule that the domain's registry knows; it stands in lineage beside every score. */
export const RewardRuleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*@[1-9][0-9]*$/, 'expected name@version, as search-replace@1');
export type RewardRuleName = z.infer<typeof RewardRuleName>;

/** A part of a weighted combination of reward rules. */
export const WeightedReward = z.strictObject({
  reward: RewardRuleName,
  weight: z.number().positive().max(1e6).describe('its share is this over the sum of all'),
});
export type WeightedReward = z.infer<typeof WeightedReward>;

/** The reward of a run: one rule, or several different ones with weights. */
export const RewardChoice = z
  .union(
    [
      RewardRuleName,
      z
        .array(WeightedReward)
        .min(2, 'a combination has two rewards or more')
        .max(16)
        .refine((parts) => new Set(parts.map(({ reward }) => reward)).size === parts.length, {
          message: 'every reward may stand in a combination once',
        }),
    ],
    'expected name@version, or two or more {reward, weight}',
  )
  .describe('name@version, or a list of {reward, weight}');
export type RewardChoice = z.infer<typeof RewardChoice>;

/** How alike the predicted and the oracle change of one file are, 0 to 1. */
export const FileSimilarity = z.strictObject({
  path: z.string(),
  similarity: z.number().min(0).max(1),
});
export type FileSimilarity = z.infer<typeof FileSimilarity>;

/**
 * What the grader says about one output. `fault` is the policy's doing; `excluded` is ours (or the
 * engine's) and is no reward at all. `files` is sorted by path in code point order.
 */
export const RewardOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('scored'),
    value: z.number().min(-1).max(1).describe('below 0 only in a combination, for a part at fault'),
    exact: z.boolean().describe('every file changes exactly as in the oracle'),
    files: z.array(FileSimilarity),
  }),
  z.strictObject({
    outcome: z.literal('fault'),
    value: z.literal(-1),
    category: RewardCategory,
    detail: z.string().describe('the tag, path or text that is at fault, shortened'),
  }),
  z.strictObject({ outcome: z.literal('excluded'), reason: ExcludeReason }),
]);
export type RewardOutcome = z.infer<typeof RewardOutcome>;

/**
 * Texts by path. Checked in place and handed on as it is: any path is an own key, `__proto__` too,
 * which a rebuilt object would lose.
 */
export const TextsByPath = z.custom<Readonly<Record<string, string>>>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string'),
  'expected an object of texts by path',
);

/** One line into `evoline reward score`; fields beyond these are left out. */
export const RewardLineIn = z.object({
  id: z.union([z.string(), z.int()], 'expected a text or a whole number'),
  code_context: TextsByPath,
  oracle_new_content: TextsByPath,
  output: z.string(),
});
export type RewardLineIn = z.infer<typeof RewardLineIn>;

/** One line out of `evoline reward score`; `reward` is null, with `outcome`, when excluded. */
export const RewardLineOut = z.strictObject({
  id: z.union([z.string(), z.int()]),
  reward: z.number().min(-1).max(1).nullable(),
  error: RewardCategory.optional(),
  outcome: z.literal('excluded').optional(),
  reason: ExcludeReason.optional(),
  files: z.array(FileSimilarity),
});
export type RewardLineOut = z.infer<typeof RewardLineOut>;
