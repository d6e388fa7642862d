import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';
import type { OptOutKind, RevocationReason } from '@evoline/contract/withdrawal';
import { artifact } from './artifact.ts';
import { digest, instant, writtenAt } from './columns.ts';
import { pullRequestItem } from './mine.ts';

/** An item that no new version may hold. Immutable. */
export const revocation = pgTable('revocation', {
  itemDigest: digest()
    .primaryKey()
    .references(() => pullRequestItem.digest),
  reason: text().$type<RevocationReason>().notNull(),
  note: text(),
  createdBy: text().notNull(),
  createdAt: writtenAt(),
});

/** Who does not want to be in datasets. A row that was withdrawn stays as history. */
export const optOut = pgTable(
  'opt_out',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text().$type<OptOutKind>().notNull(),
    /** In lower case. */
    subject: text().notNull(),
    note: text(),
    createdBy: text().notNull(),
    createdAt: writtenAt(),
    withdrawnAt: instant(),
    withdrawnBy: text(),
  },
  (t) => [index().on(t.kind, t.subject)],
);

/** A blob that was deleted on purpose. It is taken off when the same content is stored again. */
export const artifactRemoval = pgTable('artifact_removal', {
  sha256: digest()
    .primaryKey()
    .references(() => artifact.sha256),
  reason: text({ enum: ['unused', 'revoked'] }).notNull(),
  removedAt: writtenAt(),
});
