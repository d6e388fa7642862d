import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import {
  type ReposAddition,
  reposAdd,
  reposList,
  reposRelease,
  reposRemove,
} from '@evoline/cli/commands/repos';
import { checkOnGitHub } from '@evoline/cli/mining/check-on-github';
import type { Io } from '@evoline/cli/io';
import type { Database } from '@evoline/db/open-database';
import { listedSources } from '@evoline/db/queries/listed-sources';
import { listedSource } from '@evoline/db/tables/night';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { aHostedRepository } from '@evoline/testing/github/a-repository';
import { startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let server: TestDatabase;
let database: Database;
let folder: string;
beforeAll(async () => {
  server = await startTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'evoline-repos-'));
});
beforeEach(async () => {
  database = await server.blank();
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

function anIo(json = false): {
  readonly io: Io;
  readonly out: () => string;
  readonly err: () => string;
} {
  const written = { out: '', err: '' };
  const to = (key: 'out' | 'err') =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        written[key] += chunk.toString();
        done();
      },
    });
  const io = { stdin: Readable.from([]), stdout: to('out'), stderr: to('err'), json, columns: 100 };
  return { io: { ...io, colour: false }, out: () => written.out, err: () => written.err };
}

async function add(addition: Partial<ReposAddition>): Promise<{ out: string; err: string }> {
  const { io, out, err } = anIo();
  await reposAdd({ database, user: 'tester' }, { sources: [], ...addition }, io);
  return { out: out(), err: err() };
}

const onList = async () => (await listedSources(database)).map(({ source }) => source);

async function listFile(...lines: string[]): Promise<string> {
  const path = join(folder, 'list.txt');
  await writeFile(path, lines.join('\n'));
  return path;
}

describe('repos add', () => {
  test('takes names as people write them, once each, in whatever letters', async () => {
    const sources = ['pallets/flask', 'https://github.com/pallets/click', 'demo:'];
    expect((await add({ sources, note: 'small' })).out).toContain('3 added, 0 stood there already');
    expect((await add({ sources: ['Pallets/Flask', 'o/n'] })).out).toContain('1 added, 1 stood');
    expect(await onList()).toEqual([
      'demo:',
      'github:o/n',
      'github:pallets/click',
      'github:pallets/flask',
    ]);
    expect((await listedSources(database)).at(-1)).toMatchObject({
      note: 'small',
      addedBy: 'tester',
    });
  });

  test('reads a file, says which lines repeat others, and keeps its notes', async () => {
    const from = await listFile('# ours', 'a/b # good tests', 'A/B', 'c/d');
    const { out, err } = await add({ from, note: 'by hand' });
    expect(out).toContain('2 added');
    expect(err).toBe('line 3 names the same as line 2\n');
    expect(await listedSources(database)).toMatchObject([
      { note: 'good tests' },
      { note: 'by hand' },
    ]);
  });

  test('adds nothing of a file with bad lines, and names each by its number', async () => {
    const from = await listFile('a/b', 'typo', 'c/d', 'githb:e/f');
    await expect(add({ from })).rejects.toThrow(
      /2 of its lines cannot be mined; nothing was added\n {2}line 2: .*\n {2}line 4: /,
    );
    expect(await onList()).toEqual([]);
  });

  test('refuses a file that is not there or names nothing, and names beside a file', async () => {
    await expect(add({ from: join(folder, 'nowhere') })).rejects.toThrow(
      /cannot be read \(ENOENT\)/,
    );
    await expect(add({ from: await listFile('# nothing') })).rejects.toThrow(/names no source/);
    const both = { from: await listFile('a/b'), sources: ['c/d'] };
    await expect(add(both)).rejects.toThrow(/not both/);
    await expect(add({ sources: ['flask'] })).rejects.toThrow(/"flask" is no owner/);
  });

  test('asks GitHub when told to: what is missing or private is named, and nothing is added', async () => {
    const check = async (): Promise<ReadonlyMap<string, string>> =>
      new Map([['github:c/d', 'there is no such repository on GitHub, or it is private']]);
    const from = await listFile('a/b', 'c/d');
    await expect(add({ from, check })).rejects.toThrow(/line 2: github:c\/d: there is no such/);
    await expect(add({ sources: ['c/d'], check })).rejects.toThrow(/nothing was added/);
    expect(await onList()).toEqual([]);
    expect((await add({ sources: ['a/b'], check })).out).toContain('1 added');
  });
});

describe('repos remove, release and list', () => {
  test('remove takes all or none, by any way to write them', async () => {
    await add({ sources: ['a/b', 'c/d'] });
    const { io } = anIo();
    await expect(reposRemove({ database }, ['a/b', 'x/y'], io)).rejects.toThrow(
      /not on the list: github:x\/y; .*repos list/,
    );
    expect(await onList()).toHaveLength(2);
    await reposRemove({ database }, ['A/B'], io);
    expect(await onList()).toEqual(['github:c/d']);
  });

  test('release takes sources out of quarantine, by name or all of them', async () => {
    await add({ sources: ['a/b', 'c/d', 'e/f'] });
    const ill = { failures: 3, quarantinedAt: new Date(), quarantineReason: 'it failed' };
    await database.query((db) => db.update(listedSource).set(ill));
    const first = anIo();
    await reposRelease({ database }, { sources: ['a/b'], all: false }, first.io);
    expect(first.out()).toContain('1 released');
    const rest = anIo(true);
    await reposRelease({ database }, { sources: [], all: true }, rest.io);
    expect(JSON.parse(rest.out()).released).toHaveLength(2);
    await expect(reposRelease({ database }, { sources: [], all: false }, rest.io)).rejects.toThrow(
      /--all/,
    );
  });

  test('list shows what fails and why, and says what to do when it is empty', async () => {
    const empty = anIo();
    await reposList({ database }, {}, empty.io);
    expect(empty.out()).toContain('npx evoline repos add owner/name');
    await add({ sources: ['a/b', 'c/d'], note: 'ours' });
    const quarantineReason = 'it failed 3 nights in a row: gone';
    const ill = { failures: 3, quarantinedAt: new Date(), quarantineReason };
    await database.query((db) => db.update(listedSource).set(ill));
    await reposRelease({ database }, { sources: ['c/d'], all: false }, anIo().io);
    const whole = anIo();
    await reposList({ database }, {}, whole.io);
    expect(whole.out()).toMatch(/github:a\/b +quarantine .*it failed 3 nights in a row: gone/);
    expect(whole.out()).toMatch(/github:c\/d +new .*ours/);
    expect(whole.out()).toContain('2 sources, 1 in quarantine');
    const failing = anIo();
    await reposList({ database }, { failing: true }, failing.io);
    expect(failing.out()).not.toContain('c/d');
  });
});

describe('asking GitHub whether repositories are there', () => {
  const asking = (githubApiUrl: string, tokens: readonly string[]) => ({
    githubApiUrl,
    github: { tokens, app: null },
    demoWorldUrl: undefined,
    inherited: {},
  });
  const named = ['github:owner/name', 'github:owner/none', 'github:owner/*', 'demo:'];

  test.each([
    ['one query for many with a token', ['a'], ['POST']],
    ['one request for each without', [], ['GET', 'GET']],
  ])('takes %s, and names those that are not', async (_, tokens, methods) => {
    const double = await startGitHubDouble({ home: '.', tokens: ['a'] });
    try {
      double.state.host.add(aHostedRepository());
      const missing = await checkOnGitHub(asking(double.url, tokens), named);
      expect([...missing.keys()]).toEqual(['github:owner/none']);
      expect(missing.get('github:owner/none')).toContain('or it is private');
      expect(double.state.requests.map(({ method }) => method)).toEqual(methods);
    } finally {
      await double.close();
    }
  });

  test('fails where GitHub is not there', async () => {
    const nowhere = asking('http://127.0.0.1:9', ['a']);
    await expect(checkOnGitHub(nowhere, ['github:o/n'])).rejects.toMatchObject({
      code: 'github_unreachable',
    });
  });
});
