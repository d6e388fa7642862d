import { bigint, pgTable, text } from 'drizzle-orm/pg-core';
import { digest, writtenAt } from './columns.ts';

/** A blob of the content-addressed store that some row refers to. Immutable. */
export const artifact = pgTable('artifact', {
  sha256: digest().primaryKey(),
  bytes: bigint({ mode: 'number' }).notNull(),
  mediaType: text().notNull(),
  createdAt: writtenAt(),
});
