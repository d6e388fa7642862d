import type { Split } from '@evoline/contract/dataset';
import type { ExportHead } from '@evoline/contract/dataset-export';
import { splitNames } from '@evoline/domain/dataset/export/split-names';
import { type ExportDeps, exportDataset } from '../exporting/export-dataset.ts';
import { TransferProgressLine } from '../exporting/transfer-progress.ts';
import { untilInterrupted } from '../exporting/until-interrupted.ts';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { table } from '../report/table.ts';
import { requireDataset } from './require-dataset.ts';

export interface DatasetExportOptions {
  readonly format?: ExportHead['files'];
  /** Default: all. */
  readonly split?: readonly Split[];
}

/** `evoline dataset export <version> <folder>`: writes a version as files that other tools read. */
export async function datasetExport(
  deps: ExportDeps,
  { version, folder }: { readonly version: string; readonly folder: string },
  { format = 'parquet', split }: DatasetExportOptions,
  io: Io,
): Promise<ExitCode> {
  const row = await requireDataset(deps.database, version);
  const progress = new TransferProgressLine(io);
  try {
    const head = await untilInterrupted((signal) =>
      exportDataset(deps, row, folder, {
        files: format,
        signal,
        onProgress: (at) => progress.at(at),
        ...(split !== undefined && { splits: split }),
      }),
    );
    progress.end();
    const { digest, files, shards } = head;
    writeResult(io, { digest, folder, files, shards }, exportText(folder, head));
    return 0;
  } catch (error) {
    progress.end();
    throw error;
  }
}

function exportText(folder: string, { digest, shards, files, splits }: ExportHead): string {
  const rows = shards.map(({ path, rows: items, bytes }) => [
    path,
    items,
    (bytes / 1_000_000).toFixed(1),
  ]);
  const empty = splits.filter((split) => !shards.some((shard) => shard.split === split));
  const items = shards.reduce((sum, shard) => sum + shard.rows, 0);
  return [
    `dataset version ${digest.slice(0, 12)}: ${items} items in ${folder}`,
    table(['file', 'items', 'MB'], rows),
    ...(empty.length === 0
      ? []
      : [`no file for ${empty.map((split) => splitNames[split]).join(', ')}: no items`]),
    files === 'parquet'
      ? 'README.md is its card, croissant.json describes it to machines, and manifest.json is for: npx evoline dataset import'
      : 'README.md is its card; the lists of tests are empty, as no test was run',
  ].join('\n');
}
