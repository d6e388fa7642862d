import { jsonb, text, timestamp } from 'drizzle-orm/pg-core';

/** A point in time, UTC, microseconds; a JavaScript `Date` in rows. */
export const instant = () => timestamp({ withTimezone: true, mode: 'date' });

/** When the row was written, by the database's clock. */
export const writtenAt = () => instant().notNull().defaultNow();

/** A SHA-256 digest, 64 lower-case hexadecimal digits. */
export const digest = () => text();

/** JSON with the shape of `T`; written and read by code that parses it against the contract. */
export const json = <T>() => jsonb().$type<T>();
