import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optOutAdd, optOutList, optOutWithdraw } from '@evoline/cli/commands/opt-out';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandOutput } from './command-output.ts';

let ledger: TestDatabase;
let folder: string;
beforeAll(async () => {
  ledger = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'evoline-opt-outs-'));
});
afterAll(async () => {
  await ledger.stop();
  await rm(folder, { recursive: true });
});

const deps = () => ({ database: ledger.database, user: 'tester' });

async function fileOf(text: string): Promise<string> {
  const file = join(folder, 'list.txt');
  await writeFile(file, text);
  return file;
}

test('a list with one bad line adds nobody and names the line', async () => {
  const from = await fileOf('author octocat\nrepository pallets\npull-request a/b\n');
  const adding = commandOutput((io) => optOutAdd(deps(), { from }, io));
  await expect(adding).rejects.toMatchObject({ code: 'input_invalid' });
  await expect(adding).rejects.toThrow(
    /2 of its lines.*nothing was added\n {2}line 2: .*\n {2}line 3: /,
  );
  const { text } = await commandOutput((io) => optOutList(deps(), {}, io));
  expect(text).toBe('Nobody is opted out.\n');
});

test('a list with duplicates adds each once and says which lines repeat; a second time adds nobody', async () => {
  const from = await fileOf('author octocat by mail\nauthor @OctoCat\nrepository pallets/*\n');
  const first = await commandOutput((io) => optOutAdd(deps(), { from }, io));
  expect(first.complaints).toBe('line 2 names the same as line 1\n');
  expect(first.text).toContain('2 added, 0 stood there already');
  const second = await commandOutput((io) => optOutAdd(deps(), { from }, io), true);
  expect(JSON.parse(second.text)).toEqual({ added: 0, stoodAlready: 2, repeated: 1 });
  const { text } = await commandOutput((io) => optOutList(deps(), {}, io));
  expect(text).toMatch(/author +octocat +\S+ +tester +by mail/);
});

test('who is withdrawn stands in the history only; who does not stand cannot be withdrawn', async () => {
  await commandOutput((io) => optOutWithdraw(deps(), 'author', 'OctoCat', io));
  const standing = await commandOutput((io) => optOutList(deps(), {}, io));
  expect(standing.text).not.toContain('octocat');
  const all = await commandOutput((io) => optOutList(deps(), { all: true }, io));
  expect(all.text).toContain('octocat');
  const again = commandOutput((io) => optOutWithdraw(deps(), 'author', 'octocat', io));
  await expect(again).rejects.toMatchObject({ code: 'not_found' });
});

test('a kind or a subject that is not understood is bad usage', async () => {
  const wrong = { kind: 'authors', subject: 'octocat' };
  await expect(commandOutput((io) => optOutAdd(deps(), wrong, io))).rejects.toThrow(
    'expected repository, author or pull-request, not "authors"',
  );
});
