import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filePatches, patchIdOf } from '@evoline/domain/mine/decontamination/patch-id';
import { git } from '@evoline/testing/git/git-process';
import { sharedFolder } from '@evoline/testing/shared-folder';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeHostileHistory } from './hostile-history.ts';
import { mineToEnd } from './mine-to-end.ts';

const corpus = sharedFolder('corpus', process.env['CI']);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-patch-id-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function comparePatches(source: string): Promise<number> {
  const verdicts = await mineToEnd({ cacheFolder: join(folder, 'cache') }, { source });
  const patches = verdicts.flatMap(({ item }) => (item === null ? [] : [item.patch]));
  for (const patch of patches) {
    const [expected] = (await git(folder, ['patch-id', '--stable'], [patch])).split(' ');
    expect(patchIdOf(filePatches(patch))).toBe(expected);
  }
  return patches.length;
}

it('names a patch as git patch-id --stable does, with everything hostile in it', async () => {
  const repository = join(folder, 'made.git');
  await mkdir(repository);
  await writeHostileHistory(repository);
  expect(await comparePatches(`git:${repository}`)).toBeGreaterThan(10);
});

it.runIf(corpus !== null)('names every patch of a real history so', async () => {
  const bundle = join(corpus ?? '', 'repos/pallets__itsdangerous/repo.bundle');
  expect(await comparePatches(`git:${bundle}`)).toBe(45);
});
