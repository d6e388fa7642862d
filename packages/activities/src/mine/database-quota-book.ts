import type { QuotaBook } from '@evoline/clients/github/quota-book';
import type { Database } from '@evoline/db/open-database';
import { noteQuota, noteRest, pinToken, readQuota } from '@evoline/db/queries/github-quota';

/** The quota book that all workers of a database share. */
export function databaseQuotaBook(database: Database): QuotaBook {
  return {
    pin: (subject, present) => pinToken(database, subject, present),
    read: (fingerprint, resource) => readQuota(database, fingerprint, resource),
    noteStanding: (fingerprint, resource, standing) =>
      noteQuota(database, fingerprint, resource, standing),
    noteRest: (fingerprint, rest) => noteRest(database, fingerprint, rest),
  };
}
