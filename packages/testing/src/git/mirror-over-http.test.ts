import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitMirrors } from '@evoline/clients/git/git-mirrors';
import type { MirrorLimits } from '@evoline/clients/git/mirror-limits';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aHostedRepository } from '../github/a-repository.ts';
import type { HostedRepository } from '../github/hosted-repository.ts';
import { type GitHubDouble, startGitHubDouble } from '../github/start-github-double.ts';
import { git } from './git-process.ts';

let home = '';
let double: GitHubDouble;
let hosted: HostedRepository;
let bare = '';
const files = 40;
const blobless = { isBlobless: true };

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'evoline-http-'));
  bare = join(home, 'served.git');
  await mkdir(bare);
  await git(bare, ['init', '--quiet', '--bare', '--initial-branch=main', '.']);
  await git(bare, ['fast-import', '--quiet'], history());
  const tip = (await git(bare, ['rev-parse', 'main'])).trim();
  double = await startGitHubDouble({ home });
  hosted = aHostedRepository({ git: async () => ({ folder: bare, tip, landed: new Map() }) });
  double.state.host.add(hosted);
});
afterEach(async () => {
  await double.close();
  await rm(home, { recursive: true, force: true });
});

/** Files, a large file's pointer, a submodule, and a commit that no branch reaches. */
function* history(): Generator<string> {
  const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n';
  const submodule = `[submodule "s"]\npath = s\nurl = ${'http://127.0.0.1:1/s.git'}\n`;
  const head = (ref: string, text: string) =>
    `commit refs/${ref}\ncommitter a <a@b> 1 +0000\ndata ${text.length}\n${text}\n`;
  const file = (path: string, text: string) =>
    `M 100644 inline ${path}\ndata ${text.length}\n${text}\n`;
  yield head('heads/main', 'first');
  for (let index = 0; index < files; index += 1)
    yield file(`f${index}`, `${index} `.repeat(2_000 + index));
  yield file('large', pointer) + file('.gitattributes', 'large filter=lfs\n');
  yield `${file('.gitmodules', submodule)}M 160000 ${'1'.repeat(40)} s\n\n`;
  yield `${head('pull/7/head', 'second')}from refs/heads/main\n${file('f0', 'other')}\n`;
}

const open = (limits: Partial<MirrorLimits> = {}) =>
  GitMirrors.open({ cacheFolder: join(home, 'cache'), environment: process.env, limits });
const address = () => `${double.url}/owner/name.git`;
const packs = () =>
  double.state.requests.filter(({ path }) => path.endsWith('/git-upload-pack')).length;
const blobsOf = async (revision: string) => {
  const listed = await git(bare, [
    'ls-tree',
    '-r',
    '--format=%(objecttype) %(objectname)',
    revision,
  ]);
  return listed.split('\n').flatMap((line) => /^blob (.+)$/.exec(line)?.[1] ?? []);
};

describe('a blobless mirror', () => {
  it('leaves contents on the server, and fetches all that are asked for in one request', async () => {
    const mirrors = await open();
    await mirrors.refresh('k', address(), blobless);
    const blobs = await blobsOf('refs/pull/7/head');
    const mirror = mirrors.open('k');
    expect(await mirror.isBlobless()).toBe(true);
    expect(new Set(await mirror.blobSizes(blobs))).toEqual(new Set([null]));
    const before = packs();
    await mirror.fetchBlobs(blobs);
    // version 2 of the protocol: no negotiation, one command
    expect(packs() - before).toBe(1);
    expect((await mirror.blobSizes(blobs)).every((size) => size !== null)).toBe(true);
    await mirror.fetchBlobs(blobs);
    expect(packs() - before).toBe(1);
    mirror.close();
  });

  it('asks nobody but its server: no submodule, no large file', async () => {
    const mirrors = await open();
    await mirrors.refresh('k', address(), blobless);
    const mirror = mirrors.open('k');
    const pointer = (await git(bare, ['rev-parse', 'main:large'])).trim();
    await mirror.fetchBlobs([pointer]);
    expect(await mirror.blobContents([pointer])).toMatchObject([
      { kind: 'text', text: expect.stringContaining('git-lfs') },
    ]);
    mirror.close();
    const asked = double.state.requests.map(({ path }) => path);
    expect(asked.filter((path) => !path.startsWith('/owner/name.git/'))).toEqual([]);
  });

  it('stays what it is when its packs are joined', async () => {
    const mirrors = await open({ maxPacks: 3 });
    await mirrors.refresh('k', address(), blobless);
    const mirror = mirrors.open('k');
    const blobs = await blobsOf('main');
    for (const blob of blobs.slice(0, 9)) await mirror.fetchBlobs([blob]);
    const packFolder = join(mirror.folder, 'objects/pack');
    const left = await readdir(packFolder);
    expect(left.filter((name) => name.endsWith('.pack')).length).toBeLessThanOrEqual(3);
    const sizes = await mirror.blobSizes(blobs);
    expect(sizes.filter((size) => size !== null)).toHaveLength(9);
    await mirrors.refresh('k', address(), blobless);
    await mirror.fetchBlobs(blobs);
    expect((await mirror.blobSizes(blobs)).every((size) => size !== null)).toBe(true);
    mirror.close();
  });

  it('takes what there is when one of the objects is on no server', async () => {
    const mirrors = await open();
    await mirrors.refresh('k', address(), blobless);
    const mirror = mirrors.open('k');
    const blobs = await blobsOf('main');
    const gone = '2'.repeat(40);
    await mirror.fetchBlobs([...blobs, gone]);
    const sizes = await mirror.blobSizes([...blobs, gone]);
    expect(sizes.map((size) => size === null)).toEqual([...blobs.map(() => false), true]);
    mirror.close();
  });
});

describe('a server that fails', () => {
  const plan = (answer: Parameters<typeof double.state.faults.plan>[0]['answer'], skip = 0) =>
    double.state.faults.plan({ path: 'git-upload-pack$', answer, skip });

  it('in the middle of a clone leaves nothing, and the next try has it all', async () => {
    const mirrors = await open();
    plan({ kind: 'cut', afterBytes: 400 }, 1);
    await expect(mirrors.refresh('k', address(), blobless)).rejects.toMatchObject({
      code: 'git_unreachable',
    });
    expect(await readdir(join(home, 'cache/mirrors'))).toEqual([]);
    await mirrors.refresh('k', address(), blobless);
    expect((await mirrors.open('k').refs()).head?.branch).toBe('main');
  });

  it('in the middle of contents leaves the mirror whole, and the next try has them', async () => {
    const mirrors = await open();
    await mirrors.refresh('k', address(), blobless);
    const mirror = mirrors.open('k');
    const blobs = await blobsOf('main');
    plan({ kind: 'cut', afterBytes: 300 });
    await expect(mirror.fetchBlobs(blobs)).rejects.toMatchObject({ code: 'git_unreachable' });
    await mirror.fetchBlobs(blobs);
    expect((await mirror.blobSizes(blobs)).every((size) => size !== null)).toBe(true);
    mirror.close();
  });

  it('by falling silent is given up after its time', async () => {
    const mirrors = await open({ transferSeconds: 1 });
    plan({ kind: 'hang' });
    await expect(mirrors.refresh('k', address(), blobless)).rejects.toMatchObject({
      code: 'git_unreachable',
      message: expect.stringContaining('no end after 1 s'),
    });
  });

  it.each([
    [404, 'not_found'],
    [403, 'not_found'],
    [451, 'not_found'],
    [429, 'git_unreachable'],
    [503, 'git_unreachable'],
  ])('with %i is told as %s', async (status, code) => {
    const mirrors = await open();
    double.state.faults.plan({ path: 'info/refs', answer: { kind: 'status', status } });
    await expect(mirrors.refresh('k', address(), blobless)).rejects.toMatchObject({ code });
  });

  it('by a new name is followed there', async () => {
    const mirrors = await open();
    double.state.host.rename('owner/name', 'new-name');
    await mirrors.refresh('k', address(), blobless);
    expect(await mirrors.has('k')).toBe(true);
  });
});
