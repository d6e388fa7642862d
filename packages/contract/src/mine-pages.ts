import { z } from 'zod';
import { LinkedIssue } from './mine.ts';

/** A pull request as its source tells it, before git has been asked about its change. */
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
  /** Tip of the base branch, tip of the head branch, and what landed, as the source recorded them. */
  baseTip: z.string().nullable(),
  head: z.string().nullable(),
  landed: z.string().nullable(),
  /** Issues that the source itself names; texts and messages are scanned for more. */
  issues: z.array(LinkedIssue),
  /** Rules that found a secret in its texts, where it is masked since. */
  secrets: z.array(z.string()).optional(),
});
export type PullRequestCandidate = z.infer<typeof PullRequestCandidate>;

/** A page of pull requests, as found and again as hydrated. */
export const CandidatePage = z.strictObject({
  format: z.literal('evoline.candidate-page.v1'),
  repository: z.string(),
  candidates: z.array(PullRequestCandidate),
});
export type CandidatePage = z.infer<typeof CandidatePage>;
