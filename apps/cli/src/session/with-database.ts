import { type Database, openDatabase } from '@evoline/db/open-database';
import type { CliEnv } from '../env.ts';
import type { Io } from '../io.ts';
import { type SessionAddresses, withStack } from './stack-session.ts';

/** Runs `work` on the ledger; starts PostgreSQL for its duration when no stack runs. */
export function withDatabase<T>(
  io: Io,
  env: CliEnv,
  work: (database: Database, addresses: SessionAddresses) => Promise<T>,
): Promise<T> {
  return withStack(io, env, (addresses) => withDatabaseAt(addresses, work), ['postgres']);
}

/** The same against known addresses. */
export async function withDatabaseAt<T>(
  addresses: SessionAddresses,
  work: (database: Database, addresses: SessionAddresses) => Promise<T>,
): Promise<T> {
  const database = await openDatabase(addresses.databaseUrl, {
    applicationName: 'evoline command line',
    maxConnections: 4,
  });
  try {
    return await work(database, addresses);
  } finally {
    await database.close();
  }
}
