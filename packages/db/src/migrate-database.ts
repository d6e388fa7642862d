import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { nameDatabaseError } from './database-errors.ts';

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url));
// Any fixed number: whoever migrates takes this advisory lock first, so that starts do not race.
const migrationLock = 7_301_502_448;

/** Applies the migrations that are not there yet. Safe from several processes at once. */
export async function migrateDatabase(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'evoline migrations',
    connectionTimeoutMillis: 10_000,
    statement_timeout: 120_000,
  });
  // A connection that breaks between two statements is reported by the next statement.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder });
  } catch (error) {
    throw nameDatabaseError(error);
  } finally {
    // Ending the session releases the lock.
    await client.end().catch(() => {});
  }
}
