import { z } from 'zod';

/** How the double can misbehave. */
export const GitHubFaultAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.int().min(400).max(599),
    message: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('primaryLimit'), resetInSeconds: z.int().positive() }),
  z.strictObject({ kind: z.literal('secondaryLimit'), retryAfterSeconds: z.int().positive() }),
  z.strictObject({ kind: z.literal('delay'), milliseconds: z.int().positive() }),
  z.strictObject({ kind: z.literal('hang') }),
  z.strictObject({ kind: z.literal('cut'), afterBytes: z.int().nonnegative().optional() }),
  z.strictObject({ kind: z.literal('garbage') }).describe('200 with a body that is no JSON'),
  z
    .strictObject({ kind: z.literal('resourceLimits'), overPullRequests: z.int().nonnegative() })
    .describe('GraphQL: pull requests after so many are null, with RESOURCE_LIMITS_EXCEEDED'),
  z
    .strictObject({ kind: z.literal('queryFailed') })
    .describe('GraphQL: 200 with "Something went wrong while executing your query"'),
]);
export type GitHubFaultAnswer = z.infer<typeof GitHubFaultAnswer>;

export const GitHubFault = z.strictObject({
  path: z.string().optional().describe('a regular expression over the path'),
  skip: z.int().nonnegative().optional(),
  times: z.int().positive().nullable().optional().describe('null: for ever'),
  answer: GitHubFaultAnswer,
});
export type GitHubFault = z.infer<typeof GitHubFault>;
