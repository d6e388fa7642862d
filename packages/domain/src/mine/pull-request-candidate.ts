import { ArtifactRef } from '@evoline/contract/artifact';
import { LinkedIssue, Landing } from '@evoline/contract/mine';
import { z } from 'zod';

/** A merged or closed pull request as its source tells it, before git has been asked about its change. */
export const PullRequestCandidate = z.strictObject({
  number: z.int().positive(),
  url: z.string().nullable(),
  title: z.string(),
  body: z.string(),
  merged: z.boolean(),
  mergedAt: z.string().nullable(),
  author: z.string().describe('login or name; empty when unknown'),
  isBotAccount: z.boolean(),
  branch: z.string().describe('head branch; empty when unknown'),
  /** Recorded tip of the base branch, tip of the head branch, and what landed. */
  baseTip: z.string().nullable(),
  head: z.string().nullable(),
  landed: z.string().nullable(),
  /** Set where the source itself shows it, else found out from the commits. */
  landing: Landing.nullable(),
  /** Issues that the source knows to be linked; texts are scanned for more. */
  issues: z.array(LinkedIssue),
});
export type PullRequestCandidate = z.infer<typeof PullRequestCandidate>;

/** A page as `pagePullRequests` leaves it for GitHub: numbers only. */
export const NumberPage = z.strictObject({
  format: z.literal('evoline.number-page.v1'),
  repository: z.string(),
  numbers: z.array(z.int().positive()),
});
export type NumberPage = z.infer<typeof NumberPage>;

/** A page that is ready for extraction. */
export const CandidatePage = z.strictObject({
  format: z.literal('evoline.candidate-page.v1'),
  repository: z.string(),
  candidates: z.array(PullRequestCandidate),
});
export type CandidatePage = z.infer<typeof CandidatePage>;

/** Where the walk over a repository's pull requests stands. */
export const MineCursor = z.discriminatedUnion('kind', [
  /** The history was read once; what it showed is in the artifact. */
  z.strictObject({ kind: z.literal('history'), found: ArtifactRef, offset: z.int().nonnegative() }),
  /** Pages of the pull request list, newest first. `taken` counts merged ones against the limit. */
  z.strictObject({
    kind: z.literal('pulls'),
    page: z.int().positive(),
    taken: z.int().nonnegative(),
  }),
  /** Issues updated since; `page` counts within one `since`, `seen` are numbers at its very time. */
  z.strictObject({ kind: z.literal('issues'), since: z.string(), page: z.int().positive() }),
]);
export type MineCursor = z.infer<typeof MineCursor>;
