import type { ExportDeps } from '../exporting/export-dataset.ts';
import { importDataset } from '../exporting/import-dataset.ts';
import type { Importer } from '../exporting/imported-version.ts';
import { TransferProgressLine } from '../exporting/transfer-progress.ts';
import { untilInterrupted } from '../exporting/until-interrupted.ts';
import { type ExitCode, type Io, writeResult } from '../io.ts';

export interface ImportRequest extends Importer {
  readonly folder: string;
}

/** `evoline dataset import <folder>`: reads an exported version back, as a draft with the same digest. */
export async function datasetImport(
  deps: ExportDeps,
  { folder, ...by }: ImportRequest,
  io: Io,
): Promise<ExitCode> {
  const progress = new TransferProgressLine(io);
  const onProgress = progress.at.bind(progress);
  try {
    const imported = await untilInterrupted((signal) =>
      importDataset(deps, folder, by, { signal, onProgress }),
    );
    progress.end();
    const { digest, items, created, state } = imported;
    const short = digest.slice(0, 12);
    const text = created
      ? `dataset version ${digest} (${state}), ${items} items\nIt can be used by its digest; to make it the latest one: npx evoline dataset publish ${short}`
      : `dataset version ${digest} (${state}) is here already; nothing was changed`;
    writeResult(io, imported, text);
    return 0;
  } catch (error) {
    progress.end();
    throw error;
  }
}
