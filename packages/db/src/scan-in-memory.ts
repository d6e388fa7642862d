import { sql } from 'drizzle-orm';
import type { Connection, Database } from './open-database.ts';

/**
 * Asks a question that goes over all items of a version. Sorted on disk, as little memory would have it, or
 * compiled first, it takes several times as long.
 */
export async function scanInMemory<T>(
  database: Database,
  ask: (connection: Connection) => Promise<T>,
): Promise<T> {
  return await database.transaction(async (db) => {
    await db.execute(sql`set local work_mem = '256MB'`);
    await db.execute(sql`set local jit = off`);
    return await ask(db);
  });
}
