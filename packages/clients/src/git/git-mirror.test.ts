import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommitFacts } from '@evoline/contract/git-history';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitMirrors } from './git-mirrors.ts';

let folder = '';
let mirrors: GitMirrors;
const quiet = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
const who = [
  '-c',
  'user.name=a',
  '-c',
  'user.email=a@example.com',
  '-c',
  'protocol.file.allow=always',
];

const git = (at: string, args: readonly string[], input: string | Buffer = '') =>
  execFileSync('git', [...who, '-C', at, ...args], {
    input,
    env: { PATH: process.env['PATH'] ?? '', ...quiet },
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  }).trim();

/** A repository with one commit per given set of files. */
function repository(name: string, ...commits: Record<string, string | Buffer>[]): string {
  const at = path.join(folder, name);
  mkdirSync(at);
  git(at, ['init', '--quiet', '--initial-branch=main']);
  for (const files of commits) commit(at, files);
  return at;
}

function commit(at: string, files: Record<string, string | Buffer>): string {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
    writeFileSync(path.join(at, file), content);
  }
  git(at, ['add', '--all']);
  git(at, ['commit', '--quiet', '--allow-empty', '--message', 'a commit']);
  return git(at, ['rev-parse', 'HEAD']);
}

const treeOf = (at: string, revision: string) => git(at, ['rev-parse', `${revision}^{tree}`]);
const open = async (at: string, key = 'k') => {
  await mirrors.refresh(key, at, { isBlobless: false });
  return mirrors.open(key);
};

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'evoline-git-'));
  mirrors = await GitMirrors.open({
    cacheFolder: path.join(folder, 'cache'),
    environment: process.env,
  });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a mirror', () => {
  it('holds branches and pull request heads, and follows them later', async () => {
    const at = repository('r', { a: '1' });
    git(at, ['update-ref', 'refs/pull/7/head', 'HEAD']);
    const mirror = await open(at);
    const first = await mirror.refs();
    expect(first.head?.branch).toBe('main');
    expect([...first.pullHeads.keys()]).toEqual([7]);
    const second = commit(at, { a: '2' });
    await mirrors.refresh('k', at, { isBlobless: false });
    const refs = await mirror.refs();
    expect(refs.head?.id).toBe(second);
    expect(refs.fingerprint).not.toBe(first.fingerprint);
    git(at, ['checkout', '--quiet', '-b', 'other']);
    await mirrors.refresh('k', at, { isBlobless: false });
    expect((await mirror.refs()).head?.branch).toBe('other');
    mirror.close();
  });

  it('is made of a bundle as well, and of a repository without commits', async () => {
    const at = repository('r', { a: '1' });
    git(at, ['bundle', 'create', '--quiet', path.join(folder, 'r.bundle'), '--all']);
    const bundled = await open(path.join(folder, 'r.bundle'), 'b');
    expect((await bundled.refs()).head?.id).toBe(git(at, ['rev-parse', 'HEAD']));
    bundled.close();
    const empty = await open(repository('empty'), 'e');
    expect((await empty.refs()).head).toBeNull();
    empty.close();
  });

  it('is there whole or not at all, and made once by many at once', async () => {
    const at = repository('r', { a: '1' });
    await Promise.all(
      Array.from({ length: 4 }, () => mirrors.refresh('k', at, { isBlobless: false })),
    );
    const cache = path.join(folder, 'cache/mirrors');
    expect(readdirSync(cache).filter((name) => !name.endsWith('.git'))).toEqual([]);
    writeFileSync(path.join(folder, 'text'), 'no repository');
    await expect(
      mirrors.refresh('x', path.join(folder, 'text'), { isBlobless: false }),
    ).rejects.toThrow();
    expect(await mirrors.has('x')).toBe(false);
  });

  it.each([
    ['a path that is not there', 'nowhere', /there is no folder or bundle/],
    ['a folder that is no repository', 'plain', /is no git repository and no bundle/],
  ])('says of %s what is wrong', async (_, name, message) => {
    mkdirSync(path.join(folder, 'plain'));
    const attempt = mirrors.refresh('k', path.join(folder, name), { isBlobless: false });
    await expect(attempt).rejects.toMatchObject({
      code: 'input_invalid',
      message: expect.stringMatching(message),
    });
  });

  it.each(['ssh://host/r', 'ext::sh -c "touch /tmp/owned"', 'http://user:secret@host/r'])(
    'does not fetch from %s',
    async (address) => {
      await expect(mirrors.describe(address)).rejects.toMatchObject({
        code: 'input_invalid',
        message: expect.not.stringContaining('secret'),
      });
    },
  );

  it('takes a path that looks like an option for a path', async () => {
    const at = repository('--upload-pack=touch owned', { a: '1' });
    const mirror = await open(at);
    expect((await mirror.refs()).head).not.toBeNull();
    mirror.close();
    expect(readdirSync(folder)).not.toContain('owned');
  });

  it('runs no hook and no configuration of the repository that it reads', async () => {
    const at = repository('r', { a: '1\n', '.gitattributes': 'a diff=evil\n' });
    const second = commit(at, { a: '2\n' });
    const script = path.join(folder, 'evil');
    writeFileSync(script, `#!/bin/sh\ntouch ${folder}/owned\n`);
    chmodSync(script, 0o755);
    for (const name of [
      'diff.evil.command',
      'diff.evil.textconv',
      'core.fsmonitor',
      'uploadpack.packObjectsHook',
    ]) {
      git(at, ['config', name, script]);
    }
    writeFileSync(path.join(at, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${folder}/owned\n`);
    const mirror = await open(at);
    const diff = await mirror.patch(treeOf(at, 'HEAD~1'), treeOf(at, second));
    expect(diff).toMatchObject({ patch: expect.stringContaining('-1\n+2\n') });
    mirror.close();
    expect(readdirSync(folder)).not.toContain('owned');
  });
});

describe('reading a mirror', () => {
  it('tells every commit once with parents, tree, dates and message', async () => {
    const at = repository('r', { a: '1' }, { a: '2' });
    const mirror = await open(at);
    const commits: CommitFacts[] = [];
    for await (const found of mirror.commits()) commits.push(found);
    expect(commits.map(({ id }) => id)).toEqual(git(at, ['rev-list', 'HEAD']).split('\n'));
    expect(commits[0]).toMatchObject({
      parents: [commits[1]?.id],
      author: 'a',
      message: 'a commit',
    });
    expect(commits[0]?.tree).toBe(treeOf(at, 'HEAD'));
    mirror.close();
  });

  it('answers many questions at once, each with its own answer', async () => {
    const contents = Array.from({ length: 30 }, (_, index) => ({
      a: `${'line\n'.repeat(index)}end\n`,
    }));
    const at = repository('r', ...contents);
    const mirror = await open(at);
    const trees = git(at, ['log', '--format=%T', '--reverse']).split('\n');
    const diffs = await Promise.all(
      trees.slice(1).map((tree, index) => mirror.patch(trees[index] ?? '', tree)),
    );
    expect(
      diffs.every((diff) => typeof diff === 'object' && diff?.patch.includes('\n+line\n')),
    ).toBe(true);
    const blobs = trees.map((tree) => git(at, ['rev-parse', `${tree}:a`]));
    expect(await mirror.blobSizes(blobs)).toEqual(contents.map(({ a }) => a.length));
    expect(await mirror.blobContents(blobs)).toEqual(
      contents.map(({ a }) => ({ kind: 'text', text: a })),
    );
    mirror.close();
  });

  it('tells text, binary, not UTF-8 and missing apart, and keeps a byte order mark', async () => {
    const at = repository('r', {
      mark: '\ufeffx',
      latin: Buffer.from([0x63, 0xe9]),
      binary: Buffer.from([0x61, 0, 0x62]),
    });
    const mirror = await open(at);
    const id = (name: string) => git(at, ['rev-parse', `HEAD:${name}`]);
    const ids = [id('mark'), id('latin'), id('binary'), '1'.repeat(40)];
    expect(await mirror.blobContents(ids)).toEqual([
      { kind: 'text', text: '\ufeffx' },
      { kind: 'not_utf8' },
      { kind: 'binary' },
      { kind: 'missing' },
    ]);
    mirror.close();
  });

  it('goes on after a tree or blob that is missing or damaged', async () => {
    const at = repository('r', { a: '1\n' }, { a: '2\n' }, { a: '3\n' });
    const [first, second, third] = ['HEAD~2', 'HEAD~1', 'HEAD'].map((name) => treeOf(at, name));
    const broken = git(
      at,
      ['hash-object', '-t', 'tree', '-w', '--literally', '--stdin'],
      'not a tree',
    );
    git(at, ['update-ref', 'refs/heads/x', 'HEAD']);
    const mirror = await open(at);
    // The damaged tree is reachable from no ref, so it is put where git would look for it.
    const gone = path.join('objects', broken.slice(0, 2), broken.slice(2));
    mkdirSync(path.join(mirror.folder, path.dirname(gone)), { recursive: true });
    writeFileSync(path.join(mirror.folder, gone), 'garbage');
    const diffs = await Promise.all([
      mirror.patch(first ?? '', second ?? ''),
      mirror.patch('1'.repeat(40), second ?? ''),
      mirror.patch(first ?? '', broken),
      mirror.patch(second ?? '', third ?? ''),
    ]);
    expect(diffs.map((diff) => diff !== null)).toEqual([true, false, false, true]);
    mirror.close();
  });

  it('does not read a patch beyond its bound, and keeps its place', async () => {
    const huge = 'x'.repeat(40_000_000);
    const at = repository('r', { a: '1\n' }, { a: `${huge}\n` }, { a: '3\n' });
    const mirror = await open(at);
    const trees = ['HEAD~2', 'HEAD~1', 'HEAD'].map((name) => treeOf(at, name));
    const [one, two] = await Promise.all([
      mirror.patch(trees[0] ?? '', trees[1] ?? ''),
      mirror.patch(trees[0] ?? '', trees[2] ?? ''),
    ]);
    expect(one).toBe('too_long');
    expect(two).toMatchObject({ patch: expect.stringContaining('-1\n+3\n') });
    mirror.close();
  });

  it('reads names of any bytes, and takes no id that is not one', async () => {
    const at = repository('r', { 'a b': '1\n', 'tab\there': '1\n', '"q"': '1\n' });
    const mirror = await open(at);
    const empty = git(at, ['hash-object', '-t', 'tree', '-w', '--stdin']);
    git(at, ['update-ref', 'refs/heads/e', git(at, ['commit-tree', empty, '-m', 'e'])]);
    await mirrors.refresh('k', at, { isBlobless: false });
    const diff = await mirror.changedPaths(empty, treeOf(at, 'main'));
    expect(diff).toMatchObject({
      changes: ['"q"', 'a b', 'tab\there'].map((name) => ({ path: name })),
    });
    await expect(mirror.patch('--output=/tmp/owned', empty)).rejects.toThrow('not a git object id');
    await expect(mirror.blobContents(['HEAD:a\nHEAD:b'])).rejects.toThrow('not a git object id');
    mirror.close();
  });

  it('ends with the work that it belongs to', async () => {
    const at = repository('r', { a: '1\n' }, { a: '2\n' });
    await mirrors.refresh('k', at, { isBlobless: false });
    const work = new AbortController();
    const mirror = mirrors.during({ signal: work.signal }).open('k');
    const trees = [treeOf(at, 'HEAD~1'), treeOf(at, 'HEAD')] as const;
    expect(await mirror.patch(...trees)).not.toBeNull();
    work.abort(new Error('cancelled'));
    await expect(mirror.patch(...trees)).rejects.toThrow('cancelled');
    mirror.close();
  });
});
