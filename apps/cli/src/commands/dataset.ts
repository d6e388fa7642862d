import type { DatasetVersionSummary, Split } from '@evoline/contract/dataset';
import type { Database } from '@evoline/db/open-database';
import { datasetItems } from '@evoline/db/queries/dataset-items';
import { datasetSummary, listDatasets } from '@evoline/db/queries/datasets';
import { diffDatasets, type DatasetDiff } from '@evoline/domain/dataset/diff-datasets';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { table } from '../report/table.ts';
import { requireDataset } from './require-dataset.ts';

export interface DatasetDeps {
  readonly database: Database;
}

const splitNames = ['warm-start', 'train', 'held-out'] as const satisfies readonly Split[];

/** `evoline dataset list`: all versions, newest first. */
export async function datasetList({ database }: DatasetDeps, io: Io): Promise<ExitCode> {
  const rows = await listDatasets(database);
  const header = ['version', ...splitNames, 'repositories', 'parent', 'created (UTC)', 'by'];
  const lines = rows.map((row) => [
    short(row.digest),
    ...splitNames.map((split) => row.splits[split]),
    row.repositories,
    row.parent === null ? null : short(row.parent),
    row.createdAt.toISOString().slice(0, 19),
    row.createdBy,
  ]);
  const empty = 'No dataset version yet. Mine first, then: npx evoline dataset freeze';
  const summaries = rows.map((row) => datasetSummary(row, false));
  writeResult(io, summaries, rows.length === 0 ? empty : table(header, lines));
  return 0;
}

/** `evoline dataset diff <a> <b>`: pull requests that came, went, were edited or changed split. */
export async function datasetDiff(
  { database }: DatasetDeps,
  names: { readonly before: string; readonly after: string },
  io: Io,
): Promise<ExitCode> {
  const before = await requireDataset(database, names.before);
  const after = await requireDataset(database, names.after);
  const diff = diffDatasets(
    await datasetItems(database, before.digest),
    await datasetItems(database, after.digest),
  );
  const lines = diffLines(diff);
  const head = `${short(before.digest)} to ${short(after.digest)}: ${diff.added.length} added, ${diff.removed.length} removed, ${diff.edited.length} edited, ${diff.moved.length} in another split`;
  const result = { before: before.digest, after: after.digest, ...diff };
  writeResult(io, result, [head, ...lines].join('\n'));
  return 0;
}

/** A version for people, as `dataset freeze` and `dataset show` print it. */
export function datasetText(summary: DatasetVersionSummary, notes: readonly string[] = []): string {
  const { digest, created, items, repositories, splits, funnel, parent } = summary;
  const { seen = 0, kept = 0, ...dropped } = funnel;
  const drops = Object.entries(dropped).map(([reason, count]) => [reason, count]);
  return [
    `dataset version ${digest}${created ? ' (new)' : ''}`,
    `${items} items of ${repositories} repositories: ${splitNames.map((split) => `${split} ${splits[split]}`).join(', ')}`,
    `${kept} of ${seen} pull requests kept, code ${summary.codeRevision}, parent ${parent === null ? 'none' : short(parent)}`,
    ...notes.map((note) => `note: ${note}`),
    ...(drops.length === 0 ? [] : ['', table(['dropped because', 'count'], drops)]),
  ].join('\n');
}

function diffLines(diff: DatasetDiff): string[] {
  const named = ({ repository, number }: { repository: string; number: number }): string =>
    `${repository}#${number}`;
  return [
    ...diff.added.map((item) => `+ ${named(item)} (${item.split})`),
    ...diff.removed.map((item) => `- ${named(item)} (${item.split})`),
    ...diff.edited.map(({ before, after }) => {
      const edition = `${short(before.digest)} to ${short(after.digest)}`;
      const moved = before.split === after.split ? '' : `, ${before.split} to ${after.split}`;
      return `~ ${named(after)} ${edition}${moved}`;
    }),
    ...diff.moved.map(({ item, from }) => `> ${named(item)} ${from} to ${item.split}`),
  ];
}

function short(digest: string): string {
  return digest.slice(0, 12);
}
