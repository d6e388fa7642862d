import type { Database } from '@evoline/db/open-database';
import { datasetSummary, listDatasets } from '@evoline/db/queries/datasets';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { splitNames } from '../report/portrait-head.ts';
import { table } from '../report/table.ts';

/** `evoline dataset list`: all versions, newest first. */
export async function datasetList(
  { database }: { readonly database: Database },
  io: Io,
): Promise<ExitCode> {
  const rows = await listDatasets(database);
  const header = [
    'version',
    'state',
    ...splitNames,
    'repositories',
    'new',
    'gone',
    'edited',
    'parent',
    'created (UTC)',
    'by',
  ];
  const lines = rows.map((row) => [
    row.digest.slice(0, 12),
    row.state,
    ...splitNames.map((split) => row.splits[split]),
    row.repositories,
    row.changes.added,
    row.changes.removed,
    row.changes.edited,
    row.parent === null ? null : row.parent.slice(0, 12),
    row.createdAt.toISOString().slice(0, 19),
    row.createdBy,
  ]);
  const empty = 'No dataset version yet. Mine first, then: npx evoline dataset freeze';
  const summaries = rows.map((row) => datasetSummary(row, false));
  writeResult(io, summaries, rows.length === 0 ? empty : table(header, lines));
  return 0;
}
