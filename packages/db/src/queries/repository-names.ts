import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { namesOfToday } from './mined-verdicts.ts';

/** All names that a repository bore, by each of them; those that were never renamed are left out. */
export async function renamedRepositoryNames(
  database: Database,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await database.query((db) =>
    db.execute<{ name: string; today: string }>(sql`
      select name, today from (${namesOfToday}) called where name <> today order by today, name`),
  );
  const names = new Map<string, readonly string[]>();
  for (const [today, own] of Map.groupBy(rows, (row) => row.today)) {
    const all = [today, ...own.map((row) => row.name)];
    for (const name of all) names.set(name, all);
  }
  return names;
}
