import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import type { Suite } from '../suite.ts';

/** A place in which a text was looked for, and its content. */
export interface Place {
  readonly name: string;
  readonly content: string | Buffer;
}

/** Everything that a stack writes: files of its home, rows, histories, and artifacts as they are read back. */
export async function* everythingOf(suite: Suite): AsyncGenerator<Place> {
  yield* filesBelow(suite.addresses.home);
  yield* rows(suite);
  yield* histories(suite);
  yield* artifacts(suite);
}

/** Logs, data files of PostgreSQL and Temporal, artifacts, mirrors and caches, byte for byte. */
function* filesBelow(folder: string): Generator<Place> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) yield* filesBelow(path);
    if (found?.isFile() !== true) continue;
    const content = readIfThere(path);
    if (content !== null) yield { name: path, content };
  }
}

/** Whole rows as text: data files hold long values compressed. */
async function* rows({ sql }: Suite): AsyncGenerator<Place> {
  const tables = await sql(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables) {
    const found = await sql(`select t::text as row from ${String(name)} t`);
    yield { name: String(name), content: found.map(({ row }) => String(row)).join('\n') };
  }
}

/** Every event of every workflow there ever was, with what its payloads hold. */
async function* histories({ steering }: Suite): AsyncGenerator<Place> {
  for await (const { workflowId, runId } of steering.client.workflow.list()) {
    const handle = steering.client.workflow.getHandle(workflowId, runId);
    const [history, description] = await Promise.all([handle.fetchHistory(), handle.describe()]);
    const content = [...textsOf(history.events), ...textsOf(description.raw)].join('\n');
    yield { name: `history of ${workflowId}`, content };
  }
}

async function* artifacts({ sql, store }: Suite): AsyncGenerator<Place> {
  for (const { sha256 } of await sql('select sha256 from artifact')) {
    const digest = String(sha256);
    yield { name: `artifact ${digest}`, content: Buffer.from(await store.get({ sha256: digest })) };
  }
}

/** Every text and every run of bytes in an object, however deep. */
function* textsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (value instanceof Uint8Array) yield Buffer.from(value).toString('latin1');
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* textsOf(inner);
    }
}

function readIfThere(path: string): Buffer | null {
  try {
    const content = readFileSync(path);
    return path.endsWith('.zst') ? zstdDecompressSync(content) : content;
  } catch {
    return null; // gone meanwhile, as temporary files do
  }
}
