import { z } from 'zod';
import { Digest } from './artifact.ts';

/** Why an item may not be used any more. */
export const RevocationReason = z.enum(['licence', 'personal-data', 'opt-out', 'secret', 'bug']);
export type RevocationReason = z.infer<typeof RevocationReason>;

/** One item that no new version may hold. */
export const Revocation = z.strictObject({
  itemDigest: Digest,
  reason: RevocationReason,
  note: z.string().max(500).nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type Revocation = z.infer<typeof Revocation>;

export const OptOutKind = z.enum(['repository', 'author', 'pull-request']);
export type OptOutKind = z.infer<typeof OptOutKind>;

/**
 * Somebody does not want to be in datasets. Subject: `owner/name` or a pattern of it, a login, or
 * `owner/name#7`. Applied on every freeze; repositories are not mined either.
 */
export const OptOut = z.strictObject({
  kind: OptOutKind,
  subject: z.string().min(1).max(300),
  note: z.string().max(500).nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
});
export type OptOut = z.infer<typeof OptOut>;
