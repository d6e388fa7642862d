import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GitMirrors } from './git-mirrors.ts';
import { regularFiles } from './tree-files.ts';

let folder = '';
const git = (args: readonly string[], input: string | Buffer = '') =>
  execFileSync('git', ['-C', folder, ...args], { input, encoding: 'utf8' }).trim();

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'evoline-tree-'));
  git(['init', '--quiet', '--bare', '--initial-branch=main']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('lists regular files of a root, and neither folders, links, submodules nor names that are not UTF-8', async () => {
  const blob = git(['hash-object', '-w', '--stdin'], 'x');
  const sub = git(['mktree'], `100644 blob ${blob}\tinner\n`);
  const lines = [
    `100644 blob ${blob}\tLICENSE`,
    `100755 blob ${blob}\trun me`,
    `120000 blob ${blob}\tlink`,
    `040000 tree ${sub}\tsrc`,
    `100644 blob ${blob}\t"\\377"`,
  ];
  const tree = git(['mktree'], `${lines.join('\n')}\n`);
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
  git(['update-ref', 'refs/heads/main', git([...who, 'commit-tree', tree, '-m', 'm'])]);
  const cacheFolder = path.join(folder, 'cache');
  const mirrors = await GitMirrors.open({ cacheFolder, environment: process.env });
  await mirrors.refresh('k', folder, { isBlobless: false });
  const mirror = mirrors.open('k');
  expect(await mirror.rootFiles(tree)).toEqual([
    { name: 'LICENSE', blob },
    { name: 'run me', blob },
  ]);
  expect(await mirror.rootFiles('1'.repeat(40))).toBeNull();
  // A hostile commit may call a blob its tree, and a hostile tree a folder a file.
  expect(await mirror.rootFiles(blob)).toBeNull();
  expect(await mirror.blobContents([tree, blob])).toEqual([
    { kind: 'missing' },
    { kind: 'text', text: 'x' },
  ]);
  expect(await mirror.blobSizes([tree, blob])).toEqual([null, 1]);
  mirror.close();
});

it('stops at the end of a damaged tree', () => {
  expect(regularFiles(Buffer.from('100644 a'), 20)).toEqual([]);
  expect(regularFiles(Buffer.from('100644 a\0short'), 20)).toEqual([]);
  expect(regularFiles(Buffer.alloc(0), 20)).toEqual([]);
});
