import { readFile } from 'node:fs/promises';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import {
  addOptOuts,
  optOutHistory,
  standingOptOuts,
  withdrawOptOut,
} from '@evoline/db/queries/opt-outs';
import {
  type NamedOptOut,
  type OptOutList,
  readOptOut,
  readOptOutList,
} from '@evoline/domain/dataset/read-opt-out-list';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { table } from '../report/table.ts';

export interface OptOutDeps {
  readonly database: Database;
  /** Who is written down beside a change. */
  readonly user: string;
}

/** What to add: one, or all of a file. */
export interface OptOutAddition {
  readonly kind?: string | undefined;
  readonly subject?: string | undefined;
  readonly note?: string | undefined;
  /** Path of a list, one opt-out a line. */
  readonly from?: string | undefined;
}

const applies = 'It is applied from the next freeze on: npx evoline dataset freeze';

/**
 * `evoline opt-out add <kind> <subject>` or `add --from <file>`. Of a file, all are added or none.
 *
 * @throws UsageError, EvolineFailure input_invalid naming each bad line by its number
 */
export async function optOutAdd(
  { database, user }: OptOutDeps,
  addition: OptOutAddition,
  io: Io,
): Promise<ExitCode> {
  const { optOuts, repeated } = await listOf(addition);
  for (const { line, firstLine } of repeated) {
    io.stderr.write(`line ${line} names the same as line ${firstLine}\n`);
  }
  const names = optOuts.map(({ kind, subject, note }) => ({ kind, subject, note }));
  const added = await addOptOuts(database, names, user);
  const result = { added, stoodAlready: names.length - added, repeated: repeated.length };
  const text = `${added} added, ${result.stoodAlready} stood there already. ${applies}`;
  writeResult(io, result, text);
  return 0;
}

async function listOf(addition: OptOutAddition): Promise<Pick<OptOutList, 'optOuts' | 'repeated'>> {
  const { kind, subject, note, from } = addition;
  if (from === undefined) {
    const named = requireName(kind, subject);
    return { optOuts: [{ ...named, line: 1, note: note ?? null }], repeated: [] };
  }
  if (kind !== undefined) throw new UsageError('name one opt-out or a file with --from, not both');
  const list = readOptOutList(await readFile(from, 'utf8'));
  if (list.bad.length > 0) throw badLines(from, list.bad);
  if (list.optOuts.length > 0) return list;
  throw new EvolineFailure('input_invalid', `${from} names nobody`);
}

const shownLines = 20;

function badLines(file: string, bad: OptOutList['bad']): EvolineFailure {
  const shown = bad.slice(0, shownLines).map(({ line, reason }) => `  line ${line}: ${reason}`);
  const more = bad.length > shownLines ? [`  and ${bad.length - shownLines} more`] : [];
  const head = `${file}: ${bad.length} of its lines are not understood; nothing was added`;
  return new EvolineFailure('input_invalid', [head, ...shown, ...more].join('\n'));
}

function requireName(kind: string | undefined, subject: string | undefined): NamedOptOut {
  if (kind === undefined || subject === undefined) {
    throw new UsageError('expected a kind (repository, author or pull-request) and a subject');
  }
  const named = readOptOut(kind, subject);
  if (typeof named === 'string') throw new UsageError(named);
  return named;
}

/** `evoline opt-out withdraw <kind> <subject>`. @throws EvolineFailure not_found */
export async function optOutWithdraw(
  { database, user }: OptOutDeps,
  kind: string,
  subject: string,
  io: Io,
): Promise<ExitCode> {
  const named = requireName(kind, subject);
  if (!(await withdrawOptOut(database, named, user))) {
    const message = `${named.kind} ${named.subject} is not opted out; \`evoline opt-out list\` lists all`;
    throw new EvolineFailure('not_found', message);
  }
  writeResult(
    io,
    { withdrawn: named },
    `${named.kind} ${named.subject} is not opted out any more.`,
  );
  return 0;
}

/** `evoline opt-out list`: who is opted out; `all`: those that were withdrawn too. */
export async function optOutList(
  { database }: Pick<OptOutDeps, 'database'>,
  { all = false }: { readonly all?: boolean },
  io: Io,
): Promise<ExitCode> {
  if (all) return await listHistory(database, io);
  const rows = await standingOptOuts(database);
  const header = ['kind', 'subject', 'since (UTC)', 'by', 'note'];
  const lines = rows.map((row) => [
    row.kind,
    row.subject,
    row.createdAt.slice(0, 19),
    row.createdBy,
    row.note,
  ]);
  writeResult(io, rows, rows.length === 0 ? 'Nobody is opted out.' : table(header, lines));
  return 0;
}

async function listHistory(database: Database, io: Io): Promise<ExitCode> {
  const rows = await optOutHistory(database);
  const header = ['kind', 'subject', 'since (UTC)', 'by', 'withdrawn (UTC)', 'by', 'note'];
  const lines = rows.map((row) => [
    row.kind,
    row.subject,
    row.createdAt.toISOString().slice(0, 19),
    row.createdBy,
    row.withdrawnAt?.toISOString().slice(0, 19) ?? null,
    row.withdrawnBy,
    row.note,
  ]);
  writeResult(io, rows, rows.length === 0 ? 'Nobody ever opted out.' : table(header, lines));
  return 0;
}
