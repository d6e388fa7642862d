import { sql } from 'drizzle-orm';
import type { Database } from '../open-database.ts';
import { repositoryName, pullRequestSeen } from '../tables/source.ts';

/** How many pull requests were dealt with before, by the names given; none for unknown repositories. */
export async function seenCounts(
  database: Database,
  host: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const lower = names.map((name) => name.toLowerCase());
  const { rows } = await database.query((db) =>
    db.execute<{ name: string; seen: number }>(sql`
      select lower(known.name) as name, count(seen.number)::int as seen
      from ${repositoryName} known join ${pullRequestSeen} seen on seen.repository_key = known.repository_key
      where lower(known.name) = any(${sql.param(lower)}::text[]) and starts_with(known.repository_key, ${`${host}:`})
      group by lower(known.name)`),
  );
  const found = new Map(rows.map(({ name, seen }) => [name, seen]));
  return new Map(names.map((name) => [name, found.get(name.toLowerCase()) ?? 0]));
}
