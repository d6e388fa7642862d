import { type DatasetManifest, type DatasetVersionSummary } from '@evoline/contract/dataset';
import { mediaTypes } from '@evoline/contract/artifact';
import type { ExportManifest } from '@evoline/contract/dataset-export';
import { datasetSummary, versionByDigest } from '@evoline/db/queries/datasets';
import { refuseRevoked } from '@evoline/db/queries/dataset-states';
import { importDataset as recordImport } from '@evoline/db/queries/import-dataset';
import type { NewItem } from '@evoline/db/queries/record-mined';
import { contentDigest } from '@evoline/domain/content-digest';
import type { ReadItem } from '@evoline/domain/dataset/export/item-row';
import { InterruptedError } from '../io.ts';
import { checkItems } from './check-items.ts';
import { checkShards } from './check-shards.ts';
import type { ExportDeps, ExportOptions } from './export-dataset.ts';
import { exportedItems } from './exported-items.ts';
import { importedVersion, type Importer, importRun } from './imported-version.ts';
import { readManifest } from './read-manifest.ts';

type ImportOptions = Pick<ExportOptions, 'onProgress' | 'signal'>;

const itemsPerPage = 256;

/**
 * Reads an exported folder back as a draft with the same digest. Everything is read and checked once before
 * anything is written; then rows are written in one transaction.
 *
 * @throws EvolineFailure input_invalid for whatever is wrong with the folder, dataset_revoked,
 * content_revoked
 */
export async function importDataset(
  deps: ExportDeps,
  folder: string,
  by: Importer,
  options: ImportOptions = {},
): Promise<DatasetVersionSummary> {
  const manifest = await readManifest(folder);
  const known = await deps.database.query((db) => versionByDigest(db, manifest.digest));
  if (known !== null) {
    await deps.database.query((db) => refuseRevoked(db, known));
    return datasetSummary(known, false);
  }
  await checkShards(folder, manifest.shards);
  await check(folder, manifest, options);
  return await write(deps, folder, manifest, { by, options });
}

async function check(
  folder: string,
  manifest: ExportManifest,
  { onProgress, signal }: ImportOptions,
): Promise<void> {
  const of = manifest.items.length;
  const onItems = (items: number): void => onProgress?.({ doing: 'checking', items, of });
  await checkItems({ folder, manifest }, { onItems, ...(signal !== undefined && { signal }) });
}

async function write(
  { database, store }: ExportDeps,
  folder: string,
  manifest: ExportManifest,
  { by, options }: { readonly by: Importer; readonly options: ImportOptions },
): Promise<DatasetVersionSummary> {
  const { digest, recipe, items, provenance } = manifest;
  const run = importRun(manifest, by);
  const stored: DatasetManifest = {
    format: 'evoline.dataset.v2',
    digest,
    recipe,
    deltaOf: null,
    changes: items,
  };
  const placed = { runId: run.id, project: by.project };
  const ref = await store.putJson(stored, mediaTypes.datasetManifest);
  const { row, created } = await recordImport(database, {
    run,
    summary: `imported ${items.length} items`,
    version: importedVersion(manifest, { ...placed, manifest: ref }),
    parent: provenance.parent,
    pages: storedPages(store, told(folder, manifest, options)),
    sourceOf: (repository) => `import:${contentDigest(repository.toLowerCase())}`,
  });
  return datasetSummary(row, created);
}

/** Puts the records into the store, a page at a time. */
async function* storedPages(
  store: ExportDeps['store'],
  items: AsyncIterable<ReadItem>,
): AsyncGenerator<readonly NewItem[]> {
  let page: ReadItem[] = [];
  const put = (read: ReadItem): Promise<NewItem> =>
    store.putJson(read.item, mediaTypes.item).then((content) => ({ ...read, content }));
  for await (const item of items) {
    page.push(item);
    if (page.length < itemsPerPage) continue;
    yield await Promise.all(page.map(put));
    page = [];
  }
  if (page.length > 0) yield await Promise.all(page.map(put));
}

async function* told(
  folder: string,
  manifest: ExportManifest,
  { onProgress, signal }: ImportOptions,
): AsyncGenerator<ReadItem> {
  let items = 0;
  for await (const item of exportedItems(folder, manifest)) {
    if (signal?.aborted === true) throw new InterruptedError();
    yield item;
    items += 1;
    if (items % itemsPerPage === 0)
      onProgress?.({ doing: 'importing', items, of: manifest.items.length });
  }
}
