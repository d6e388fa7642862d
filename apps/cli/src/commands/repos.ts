import { readFile } from 'node:fs/promises';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import {
  addListedSources,
  lastNights,
  listedSources,
  releaseSources,
  removeListedSources,
} from '@evoline/db/queries/listed-sources';
import {
  type ListedName,
  readSource,
  readSourceList,
  sourceKey,
  type SourceList,
} from '@evoline/domain/mine/night/read-source-list';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { listedText, type ListedState } from '../mining/listed-text.ts';

export interface ReposDeps {
  readonly database: Database;
  /** Who is written down beside a change. */
  readonly user: string;
}

/** Says of each source that cannot be mined why; sources that are there are not in it. */
export type CheckSources = (sources: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export interface ReposAddition {
  readonly sources: readonly string[];
  /** Path of a list, one source a line. */
  readonly from?: string | undefined;
  readonly note?: string | undefined;
  /** Asks GitHub whether the repositories are there; default: nobody is asked. */
  readonly check?: CheckSources | undefined;
}

/**
 * `evoline repos add <source…>` or `add --from <file>`: all are added or none.
 *
 * @throws UsageError; EvolineFailure input_invalid naming each bad line by its number
 */
export async function reposAdd(
  { database, user }: ReposDeps,
  addition: ReposAddition,
  io: Io,
): Promise<ExitCode> {
  const { sources, repeated } = await listOf(addition);
  for (const { line, firstLine } of repeated) {
    io.stderr.write(`line ${line} names the same as line ${firstLine}\n`);
  }
  await refuseMissing(addition, sources);
  const known = new Set((await listedSources(database)).map((row) => sourceKey(row.source)));
  const fresh = sources.filter(({ source }) => !known.has(sourceKey(source)));
  const rows = fresh.map(({ source, note }) => ({ source, note: note ?? addition.note ?? null }));
  const added = await addListedSources(database, rows, user);
  const stoodAlready = sources.length - added.length;
  const result = { added, stoodAlready, repeated: repeated.length };
  const next =
    'The next night mines them: npx evoline start mineNightly --wait, or see npx evoline schedule';
  writeResult(io, result, `${added.length} added, ${stoodAlready} stood there already. ${next}`);
  return 0;
}

async function listOf(addition: ReposAddition): Promise<Pick<SourceList, 'sources' | 'repeated'>> {
  const { sources: named, from } = addition;
  if (from === undefined) return { sources: named.map(requireSource), repeated: [] };
  if (named.length > 0) throw new UsageError('name sources or a file with --from, not both');
  const list = readSourceList(await readList(from));
  if (list.bad.length > 0) throw badLines(from, list.bad);
  if (list.sources.length > 0) return list;
  throw new EvolineFailure('input_invalid', `${from} names no source`);
}

async function readList(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new UsageError(`--from ${path}: it cannot be read (${why})`);
  }
}

function requireSource(text: string): ListedName {
  const read = readSource(text);
  if ('reason' in read) throw new UsageError(read.reason);
  return { line: 1, source: read.source, note: null };
}

async function refuseMissing(
  { check, from }: ReposAddition,
  sources: readonly ListedName[],
): Promise<void> {
  const missing = await check?.(sources.map(({ source }) => source));
  if (missing === undefined) return;
  const bad = sources.flatMap(({ line, source }) => {
    const reason = missing.get(source);
    return reason === undefined ? [] : [{ line, reason: `${source}: ${reason}` }];
  });
  if (bad.length === 0) return;
  if (from !== undefined) throw badLines(from, bad);
  const reasons = bad.map(({ reason }) => reason).join('; ');
  throw new EvolineFailure('not_found', `${reasons}; nothing was added`);
}

const shownLines = 20;

function badLines(file: string, bad: SourceList['bad']): EvolineFailure {
  const shown = bad.slice(0, shownLines).map(({ line, reason }) => `  line ${line}: ${reason}`);
  const more = bad.length > shownLines ? [`  and ${bad.length - shownLines} more`] : [];
  const head = `${file}: ${bad.length} of its lines cannot be mined; nothing was added`;
  return new EvolineFailure('input_invalid', [head, ...shown, ...more].join('\n'));
}

/**
 * `evoline repos remove <source…>`: takes sources off the list, all or none.
 *
 * @throws EvolineFailure not_found
 */
export async function reposRemove(
  { database }: Pick<ReposDeps, 'database'>,
  named: readonly string[],
  io: Io,
): Promise<ExitCode> {
  const removed = await removeListedSources(database, await onList(database, named));
  const text = `${removed.length} removed; what was mined of them stays.`;
  writeResult(io, { removed }, text);
  return 0;
}

/**
 * `evoline repos release <source…>` or `--all`: takes sources out of quarantine; their failures are counted anew.
 *
 * @throws UsageError, EvolineFailure not_found
 */
export async function reposRelease(
  { database }: Pick<ReposDeps, 'database'>,
  { sources: named, all }: { readonly sources: readonly string[]; readonly all: boolean },
  io: Io,
): Promise<ExitCode> {
  if (all === named.length > 0) throw new UsageError('name sources or give --all, one of both');
  const rows = all ? await listedSources(database) : [];
  const wanted = all ? rows.map(({ source }) => source) : await onList(database, named);
  const released = await releaseSources(database, wanted);
  const others = named.length - released.length;
  const rest = others > 0 ? ` In no quarantine: ${others}.` : '';
  writeResult(io, { released }, `${released.length} released; the next night tries them.${rest}`);
  return 0;
}

/** The sources as the list writes them. @throws EvolineFailure not_found naming those that are not on it */
async function onList(database: Database, named: readonly string[]): Promise<string[]> {
  const rows = await listedSources(database);
  const known = new Map(rows.map(({ source }) => [sourceKey(source), source]));
  const keys = named.map((text) => sourceKey(requireSource(text).source));
  const missing = keys.filter((key) => !known.has(key));
  if (missing.length === 0) return keys.map((key) => known.get(key) ?? key);
  const message = `not on the list: ${missing.join(', ')}; \`evoline repos list\` shows all`;
  throw new EvolineFailure('not_found', message);
}

/** `evoline repos list`: every source with how its last night ended; `failing`: those with failures only. */
export async function reposList(
  { database }: Pick<ReposDeps, 'database'>,
  { failing = false }: { readonly failing?: boolean },
  io: Io,
): Promise<ExitCode> {
  const last = await lastNights(database);
  const rows: ListedState[] = (await listedSources(database)).map((row) => {
    return { ...row, lastNight: last.get(row.source) ?? null };
  });
  const shown = failing ? rows.filter((row) => row.failures > 0 || row.quarantinedAt) : rows;
  writeResult(io, shown, listedText(shown, { isWhole: !failing }));
  return 0;
}
