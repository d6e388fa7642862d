import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { EvolineFailure } from '@evoline/contract/failures';
import type { CellValue, ColumnKind, TableColumn, TableRow } from '@evoline/contract/table-column';
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { schemaFault } from './table-schema.ts';

/** A page that says it is larger is no page of ours. */
const maxPageBytes = 1024 * 1024 * 1024;

// The library's own decoder takes a byte order mark off the front of every text, and files begin with one.
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });
const parsers = { stringFromBytes: (bytes: Uint8Array) => bytes && utf8.decode(bytes) };

const compressors = {
  ZSTD: (content: Uint8Array, length: number) =>
    new Uint8Array(zstdDecompressSync(content, { maxOutputLength: checkedLength(length) })),
};

/** See `ParquetFiles.rows`. */
export async function* readParquet(
  file: string,
  columns: readonly TableColumn[],
): AsyncGenerator<TableRow> {
  const handle = await open(file, 'r');
  try {
    const source = await bufferOf(handle);
    const metadata = await named(file, () => parquetMetadataAsync(source, { geoparquet: false }));
    const fault = schemaFault(metadata.schema, columns);
    if (fault !== null) throw damaged(file, fault);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const options = { file: source, metadata, rowStart, rowEnd, compressors, parsers };
      const rows = await named(file, () => parquetReadObjects({ ...options, geoparquet: false }));
      for (const row of rows) yield tableRow(row, columns);
      rowStart = rowEnd;
    }
  } finally {
    await handle.close();
  }
}

async function bufferOf(handle: FileHandle): Promise<AsyncBuffer> {
  const { size: byteLength } = await handle.stat();
  return {
    byteLength,
    async slice(start, end = byteLength) {
      const content = new Uint8Array(Math.max(0, Math.min(end, byteLength) - start));
      for (let at = 0; at < content.byteLength;) {
        const { bytesRead } = await handle.read(content, at, content.byteLength - at, start + at);
        if (bytesRead === 0) throw new Error('the file ends early');
        at += bytesRead;
      }
      return content.buffer;
    },
  };
}

/** Whatever the library trips over in a damaged file is told with the file's name. */
async function named<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof EvolineFailure) throw error;
    throw damaged(file, error instanceof Error ? error.message : String(error));
  }
}

function damaged(file: string, reason: string): EvolineFailure {
  return new EvolineFailure(
    'input_invalid',
    `${basename(file)} cannot be read as Parquet: ${reason}. Copy the folder again.`,
  );
}

function tableRow(
  row: Readonly<Record<string, unknown>>,
  columns: readonly TableColumn[],
): TableRow {
  return Object.fromEntries(
    columns.map(({ name, kind, fields }) => [name, cell(row[name], kind, fields)]),
  );
}

function cell(value: unknown, kind: ColumnKind, fields: readonly TableColumn[]): CellValue {
  if (kind === 'texts') return Array.isArray(value) ? value.filter(isText) : [];
  if (kind !== 'records') return plain(value);
  if (!Array.isArray(value)) return [];
  return value.map((record: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(fields.map(({ name }) => [name, plain(record[name])])),
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function plain(value: unknown): string | number | boolean | Date | null {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return value instanceof Date ? value : null;
}

function checkedLength(length: number): number {
  if (!Number.isSafeInteger(length) || length < 0 || length > maxPageBytes) {
    throw new Error(`a page of ${length} bytes`);
  }
  return Math.max(1, length);
}
