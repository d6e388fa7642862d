import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitMirrors } from '@evoline/clients/git/git-mirrors';
import { EvolineFailure } from '@evoline/contract/failures';
import { loadHistory } from '@evoline/domain/mine/load-history';
import { repositoryRoot } from '@evoline/infra/paths';
import { git } from '@evoline/testing/git/git-process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { mineToEnd } from './mine-to-end.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-own-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('reads every commit of this repository, and mines the pull requests among them', async () => {
  const mirrors = await GitMirrors.open({ cacheFolder: folder, environment: process.env });
  await mirrors.refresh('own', repositoryRoot, { isBlobless: false });
  const mirror = mirrors.open('own');
  const { graph, head } = await loadHistory(mirror, await mirror.refs());
  const expected = await git(mirror.folder, ['rev-list', '--count', '--branches']);
  mirror.close();
  expect(graph.size).toBe(Number(expected));
  expect(head).not.toBeNull();
  const mined = await mineToEnd({ cacheFolder: folder }, { source: `git:${repositoryRoot}` }).catch(
    (error: unknown) => {
      // Work that was pushed without pull requests shows none, and the message says what was looked for.
      expect(error).toBeInstanceOf(EvolineFailure);
      expect(String(error)).toContain(`among its ${graph.size} commits`);
      return [];
    },
  );
  for (const { mined: verdict } of mined) expect(verdict.reason).not.toBe('patch_does_not_replay');
});
