import { drizzle } from 'drizzle-orm/node-postgres';
import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { nameDatabaseError } from './database-errors.ts';
import { migrateDatabase } from './migrate-database.ts';

/** What a query runs on: the pool, or a transaction. */
export type Connection = Pick<
  NodePgDatabase,
  'select' | 'selectDistinctOn' | 'insert' | 'update' | 'execute'
>;

/**
 * The ledger. Every error leaves as an `EvolineFailure`: `database_unreachable` (retryable) when
 * PostgreSQL does not answer, `conflict` when a constraint refuses a write.
 */
export interface Database {
  /** Runs single statements. */
  query<T>(ask: (connection: Connection) => Promise<T>): Promise<T>;
  /** Runs statements that hold together or not at all. */
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** Connections kept at most; default 10. */
  readonly maxConnections?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** false: the schema is known to be there; default true. */
  readonly migrate?: boolean;
  /** Told of idle connections that broke, as when PostgreSQL restarts; the pool replaces them. */
  readonly onIdleError?: (error: Error) => void;
}

/** Brings the schema up to date and opens a pool; every wait on it has a deadline. */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  if (options.migrate !== false) await migrateDatabase(url);
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'evoline',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 60_000,
    query_timeout: 65_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  });
  // Without a listener, Node turns a restart of PostgreSQL into a crash of this process.
  pool.on('error', (error) => options.onIdleError?.(error));
  // The same for a connection in the middle of a transaction; its statement fails as well.
  pool.on('connect', (client) => client.on('error', () => {}));
  const connection = drizzle(pool, { casing: 'snake_case' });
  return {
    query: (ask) => named(() => ask(connection)),
    transaction: (work) => named(() => connection.transaction((tx) => work(tx))),
    close: () => pool.end(),
  };
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw nameDatabaseError(error);
  }
}
