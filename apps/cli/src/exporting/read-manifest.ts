import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Split } from '@evoline/contract/dataset';
import { exportFormat, ExportManifest } from '@evoline/contract/dataset-export';
import { itemFormat } from '@evoline/contract/mine';
import { datasetDigest } from '@evoline/domain/dataset/assemble-dataset';
import { compareItems } from '@evoline/domain/dataset/item-order';
import { z } from 'zod';
import { refusedImport } from './refused-import.ts';

/** A string of Node's cannot hold more. */
const maxBytes = 500_000_000;

/**
 * The manifest of an exported folder that may be hostile: of this format, whole, and with items that give
 * the digest that it claims.
 *
 * @throws EvolineFailure input_invalid
 */
export async function readManifest(folder: string): Promise<ExportManifest> {
  const manifest = parsedManifest(await manifestText(folder));
  if (manifest.files !== 'parquet') {
    throw refusedImport('it was exported for SWE-bench, which keeps a part of each item only');
  }
  const missing = Split.options.filter((split) => !manifest.splits.includes(split));
  if (missing.length > 0) {
    throw refusedImport(`it was exported without ${missing.join(' and ')}; export all splits`);
  }
  refuseDisorder(manifest);
  refuseWrongCounts(manifest);
  return manifest;
}

async function manifestText(folder: string): Promise<string> {
  const file = join(folder, 'manifest.json');
  const found = await lstat(file).catch(() => null);
  if (found === null) throw refusedImport(`${folder} holds no manifest.json`);
  if (!found.isFile()) throw refusedImport('manifest.json is no regular file');
  if (found.size > maxBytes) throw refusedImport('manifest.json is too long');
  return await readFile(file, 'utf8');
}

const Versions = z.object({ format: z.string(), itemFormat: z.string() });

function parsedManifest(text: string): ExportManifest {
  const value = parsedJson(text);
  const versions = Versions.safeParse(value).data;
  if (versions !== undefined && versions.format !== exportFormat) {
    throw refusedImport(
      `it was written as ${versions.format}, and this version reads ${exportFormat}`,
    );
  }
  if (versions !== undefined && versions.itemFormat !== itemFormat) {
    throw refusedImport(
      `its items are ${versions.itemFormat}, and this version reads ${itemFormat}`,
    );
  }
  const read = ExportManifest.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw refusedImport(`manifest.json: ${issue?.path.join('.')}: ${issue?.message}`);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusedImport('manifest.json is not JSON; it may be cut short');
  }
}

function refuseDisorder({ digest, recipe, items }: ExportManifest): void {
  for (const [at, item] of items.entries()) {
    const before = items[at - 1];
    if (before === undefined || compareItems(before, item) < 0) continue;
    throw refusedImport(`manifest.json: ${item.repository}#${item.number} is out of order`);
  }
  const found = datasetDigest(recipe, items);
  if (found === digest) return;
  throw refusedImport(`its items and recipe give the digest ${found}, not ${digest}`);
}

function refuseWrongCounts({ items, shards, provenance }: ExportManifest): void {
  const paths = new Set(shards.map(({ path }) => path));
  if (paths.size < shards.length) throw refusedImport('manifest.json names a file twice');
  for (const split of Split.options) {
    const listed = items.filter((item) => item.split === split).length;
    const rows = shards
      .filter((shard) => shard.split === split)
      .reduce((sum, shard) => sum + shard.rows, 0);
    if (rows === listed && provenance.splits[split] === listed) continue;
    throw refusedImport(`manifest.json: the split ${split} has ${listed} items in ${rows} rows`);
  }
}
