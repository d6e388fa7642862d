import { Split } from '@evoline/contract/dataset';
import { AuthorKind } from '@evoline/contract/mining-filters';
import type { Database } from '@evoline/db/open-database';
import { type CountedDataset, countDataset } from '@evoline/db/queries/dataset-portrait';
import type { DatasetRow } from '@evoline/db/queries/datasets';
import { countMatches, type ItemSearch, searchDataset } from '@evoline/db/queries/search-dataset';
import { matchesName } from '@evoline/domain/mine/source-locator';
import { z } from 'zod';
import { type ExitCode, type Io, UsageError } from '../io.ts';
import { itemsText } from '../report/items-text.ts';
import { tellWhile } from '../report/tell-while.ts';
import { requireDataset } from './require-dataset.ts';

/** As they are typed; all that are given have to hold. */
export interface ItemsOptions {
  readonly split?: string;
  readonly repository?: string;
  readonly language?: string;
  readonly licence?: string;
  readonly authorKind?: string;
  readonly mergedAfter?: string;
  readonly mergedBefore?: string;
  readonly title?: string;
  readonly limit?: number;
  readonly offset?: number;
}

const defaultLimit = 50;

/**
 * `evoline dataset items <version> [filters]`: the items that match as a table with a count; with `--json` one
 * line each, all of them unless `--limit` says otherwise.
 *
 * @throws UsageError when a filter names what no item of the version has, with what there is
 */
export async function datasetItems(
  { database }: { readonly database: Database },
  version: string,
  options: ItemsOptions,
  io: Io,
): Promise<ExitCode> {
  const search = readSearch(options);
  const row = await requireDataset(database, version);
  const matches = await countMatches(database, row.digest, search);
  if (matches === 0) await refuseUnknown(database, row, options);
  const offset = options.offset ?? 0;
  const limit = options.limit ?? (io.json ? Math.max(1, matches) : defaultLimit);
  const searching = searchDataset(database, row.digest, search, { limit, offset });
  const items = await tellWhile(io, 'looking for items', searching);
  if (io.json) for (const item of items) io.stdout.write(`${JSON.stringify(item)}\n`);
  else io.stdout.write(`${itemsText(row, { items, matches, offset }, io.columns)}\n`);
  return 0;
}

function readSearch(options: ItemsOptions): ItemSearch {
  const { repository, language, licence, title, mergedAfter, mergedBefore } = options;
  const [mergedFrom, before] = [
    readTime('--merged-after', mergedAfter),
    readTime('--merged-before', mergedBefore),
  ];
  if (mergedFrom !== undefined && before !== undefined && mergedFrom >= before) {
    throw new UsageError(
      `--merged-after ${mergedAfter} is not before --merged-before ${mergedBefore}: nothing lies between`,
    );
  }
  return {
    split: oneOf(Split, '--split', options.split),
    authorKind: oneOf(
      z.enum([...AuthorKind.options, 'unknown']),
      '--author-kind',
      options.authorKind,
    ),
    repository,
    language,
    licence,
    title,
    mergedFrom,
    mergedBefore: before,
  };
}

function oneOf<T extends string>(
  schema: z.ZodType<T> & { readonly options: readonly string[] },
  option: string,
  value: string | undefined,
): T | undefined {
  if (value === undefined) return undefined;
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new UsageError(`${option} ${value}: expected ${schema.options.join(', ')}`);
}

function readTime(option: string, value: string | undefined): Date | undefined {
  if (value === undefined) return undefined;
  const isTime = z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(value).success;
  if (isTime) return new Date(value);
  throw new UsageError(
    `${option} ${value}: expected a day such as 2026-03-01, or 2026-03-01T12:00:00Z`,
  );
}

/** Nothing matches: a value that no item has is more likely a mistake than a question. */
async function refuseUnknown(
  database: Database,
  row: DatasetRow,
  { repository, language, licence, authorKind }: ItemsOptions,
): Promise<void> {
  const { repositories, languages, licences, authors } = await countDataset(database, row.digest);
  requireKnown('--language', language, languages);
  requireKnown('--licence', licence, licences);
  requireKnown('--author-kind', authorKind, authors);
  if (repository === undefined) return;
  const asked = repository.toLowerCase();
  if (repositories.some((known) => matchesName(asked, known.repository.toLowerCase()))) return;
  const counts = Object.fromEntries(repositories.map((known) => [known.repository, known.items]));
  throw new UsageError(
    `--repository ${repository}: no repository of the version is called so; it has ${listed(counts)}`,
  );
}

function requireKnown(
  option: string,
  value: string | undefined,
  known: CountedDataset['languages'],
): void {
  if (value === undefined) return;
  const asked = value.toLowerCase();
  if (Object.keys(known).some((name) => name.toLowerCase() === asked)) return;
  throw new UsageError(
    `${option} ${value}: no item of the version has it; there are ${listed(known)}`,
  );
}

const mostListed = 12;

function listed(counts: Readonly<Record<string, number>>): string {
  const ranked = Object.entries(counts).toSorted((a, b) => b[1] - a[1]);
  const named = ranked.slice(0, mostListed).map(([name, count]) => `${name} (${count})`);
  const more = ranked.length - named.length;
  return named.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
