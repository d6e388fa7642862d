import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableColumn, TableRow } from '@evoline/contract/table-column';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readParquet } from './read-parquet.ts';
import { createParquet } from './write-parquet.ts';

const column = (name: string, over: Partial<TableColumn> = {}): TableColumn => ({
  name,
  kind: 'text',
  nullable: false,
  bulky: false,
  fields: [],
  description: '',
  ...over,
});

const columns = [
  column('name'),
  column('text', { nullable: true, bulky: true }),
  column('count', { kind: 'integer' }),
  column('share', { kind: 'number', nullable: true }),
  column('at', { kind: 'instant', nullable: true }),
  column('words', { kind: 'texts' }),
  column('parts', {
    kind: 'records',
    fields: [column('path'), column('size', { kind: 'integer' }), column('own', { kind: 'flag' })],
  }),
];

const rows: readonly TableRow[] = Array.from({ length: 50 }, (_, at) => ({
  name: `row ${at % 3}`,
  text: at % 4 === 0 ? null : '\ufeff'.repeat(at % 3) + 'é\0😀'.repeat(at),
  count: at === 7 ? Number.MAX_SAFE_INTEGER : 9 - at,
  share: at % 5 === 0 ? null : at / 7,
  at: at % 6 === 0 ? null : new Date(at * 1_234_567),
  words: Array.from({ length: at % 3 }, (_word, n) => `word ${n}`),
  parts: Array.from({ length: (at * 7) % 4 }, (_part, n) => ({
    path: `p${n}`,
    size: n,
    own: n % 2 === 0,
  })),
}));

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-parquet-'));
  file = await written('whole.parquet', 6 * 1024 * 1024);
});
afterAll(() => rm(folder, { recursive: true }));

/** Each row counts as so many bytes: a row group is full at 16 MB. */
async function written(name: string, weight: number): Promise<string> {
  const path = join(folder, name);
  const parquet = await createParquet(path, columns);
  for (const row of rows) await parquet.add(row, weight);
  const { rows: count, bytes, sha256 } = await parquet.finish();
  expect(count).toBe(rows.length);
  expect(bytes).toBe((await readFile(path)).length);
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  return path;
}

async function read(path: string, expected = columns): Promise<unknown[]> {
  const found = [];
  for await (const row of readParquet(path, expected)) found.push(row);
  return found;
}

test('rows come back as they were, over many row groups and over one', async () => {
  expect(await read(file)).toEqual(rows);
  expect(await read(await written('one.parquet', 1))).toEqual(rows);
});

test('the same rows make the same bytes', async () => {
  const again = await written('again.parquet', 6 * 1024 * 1024);
  expect(await readFile(again)).toEqual(await readFile(file));
});

test('a file that is there already is not written over', async () => {
  await expect(createParquet(file, columns)).rejects.toThrow('EEXIST');
});

test('a file that was cut short anywhere is refused by name', async () => {
  const content = await readFile(file);
  for (const part of [0, 0.2, 0.5, 0.8, 0.99]) {
    const cut = join(folder, 'cut.parquet');
    await writeFile(cut, content.subarray(0, content.length * part));
    await expect(read(cut)).rejects.toMatchObject({
      code: 'input_invalid',
      message: expect.stringContaining('cut.parquet cannot be read as Parquet'),
    });
  }
});

test.each([
  ['is missing', columns.filter(({ name }) => name !== 'share'), 'it has 7 columns where 6'],
  ['has another name', columns.map((c) => (c.name === 'at' ? { ...c, name: 'when' } : c)), 'when'],
  [
    'may not be null',
    columns.map((c) => (c.name === 'text' ? { ...c, nullable: false } : c)),
    'the column text is OPTIONAL, not REQUIRED',
  ],
  [
    'lies in records',
    columns.map((c) => ({ ...c, fields: c.fields.map((f) => ({ ...f, name: `${f.name}_` })) })),
    'expected the column parts.list.element.path_, found "path"',
  ],
])('a column that %s is named', async (_what, expected, sentence) => {
  await expect(read(file, expected)).rejects.toThrow(sentence);
});
