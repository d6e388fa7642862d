import { z } from 'zod';
import { LinkKind } from './mine.ts';

/** A text of an issue from some moment on. */
export const IssueVersion = z.strictObject({
  /** ISO 8601; for the first text that is known, when it is known to have stood at the latest. */
  from: z.string(),
  title: z.string(),
  /** null: nobody has it any more. */
  body: z.string().nullable(),
});
export type IssueVersion = z.infer<typeof IssueVersion>;

/** An issue that a source names, with all of its texts. */
export const FoundIssue = z.strictObject({
  repository: z.string().describe('owner/name'),
  number: z.int().positive(),
  kind: LinkKind,
  createdAt: z.string(),
  /** Oldest first. */
  texts: z.array(IssueVersion),
});
export type FoundIssue = z.infer<typeof FoundIssue>;

/** A pull request as its source tells it, before git has been asked about its change. */
export const PullRequestCandidate = z.strictObject({
  number: z.int().positive(),
  url: z.string().nullable(),
  title: z.string(),
  body: z.string(),
  merged: z.boolean(),
  mergedAt: z.string().nullable(),
  updatedAt: z.string().optional().describe('when GitHub changed what stands here last'),
  author: z.string().describe('login or name; empty when unknown'),
  isBotAccount: z.boolean(),
  branch: z.string().describe('head branch; empty when unknown'),
  /** Tip of the base branch, tip of the head branch, and what landed, as the source recorded them. */
  baseTip: z.string().nullable(),
  head: z.string().nullable(),
  landed: z.string().nullable(),
  /** Issues that the source itself names; texts and messages are scanned for more. */
  issues: z.array(FoundIssue),
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
