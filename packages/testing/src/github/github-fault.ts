import { z } from 'zod';
import { connectionFaults, faultOrder } from '../http/connection-fault.ts';

/** GitHub answers limits with either. */
const limitStatus = z.union([z.literal(403), z.literal(429)]).optional();

/** How the GitHub double can misbehave. */
export const GitHubFaultAnswer = z.discriminatedUnion('kind', [
  ...connectionFaults,
  z.strictObject({
    kind: z.literal('primaryLimit'),
    resetInSeconds: z.int().positive(),
    status: limitStatus,
  }),
  z
    .strictObject({
      kind: z.literal('secondaryLimit'),
      retryAfterSeconds: z.int().positive().optional(),
      status: limitStatus,
    })
    .describe('without retryAfterSeconds GitHub does not say how long'),
  z
    .strictObject({
      kind: z.literal('resourceLimits'),
      overPullRequests: z.int().nonnegative(),
    })
    .describe('GraphQL: pull requests after so many are null, with RESOURCE_LIMITS_EXCEEDED'),
  z
    .strictObject({ kind: z.literal('echoToken'), status: z.int().min(200).max(599) })
    .describe(
      'repeats the token: in the message of an error (GraphQL: with 200), or in a redirect',
    ),
  z
    .strictObject({ kind: z.literal('queryFailed') })
    .describe('GraphQL: 200 with "Something went wrong while executing your query"'),
]);
export type GitHubFaultAnswer = z.infer<typeof GitHubFaultAnswer>;

export const GitHubFault = faultOrder(GitHubFaultAnswer);
