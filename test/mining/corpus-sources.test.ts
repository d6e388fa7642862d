import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verdict } from '@evoline/domain/mine/examination';
import { startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { sharedFolder } from '@evoline/testing/shared-folder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mineToEnd } from './mine-to-end.ts';

const corpus = sharedFolder('corpus', process.env['CI']);

/** Those that `corpus.test.ts` leaves out; the newest of the two large ones, which each source tells in its own way. */
const histories = [
  { name: 'gorilla/mux', limit: null, common: 184 },
  { name: 'dtolnay/anyhow', limit: null, common: 163 },
  { name: 'python-attrs/attrs', limit: 80, common: 70 },
  { name: 'honojs/hono', limit: 50, common: 40 },
] as const;

describe.runIf(corpus !== null)('a corpus history', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evoline-sources-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(histories)(
    '$name gives the same items from its bundle and through the GitHub API, and all patches replay',
    async ({ name, limit, common }) => {
      const input = { context: { by: 'none' }, ...(limit !== null && { limit }) } as const;
      const bundle = join(corpus ?? '', 'repos', name.replace('/', '__'), 'repo.bundle');
      const byGit = await mineToEnd(
        { cacheFolder: join(folder, 'git') },
        { ...input, source: `git:${bundle}` },
      );
      const double = await startGitHubDouble({ home: folder, corpus: corpus ?? '', only: [name] });
      const place = { cacheFolder: join(folder, 'api'), apiUrl: double.url };
      const byApi = await mineToEnd(place, { ...input, source: `github:${name}` }).finally(() =>
        double.close(),
      );
      const found = new Map(byApi.map((verdict) => [verdict.mined.number, verdict]));
      const both = byGit.filter(({ mined }) => found.has(mined.number));
      expect(both.length).toBeGreaterThanOrEqual(common);
      expect(both.some(({ item }) => item !== null)).toBe(true);
      for (const verdict of both) {
        expect(told(found.get(verdict.mined.number))).toEqual(told(verdict));
        expect(verdict.mined.reason).not.toBe('patch_does_not_replay');
      }
    },
  );
});

/** What both sources can tell: not the name and address of the source, nor what only an account shows. */
function told(verdict: Verdict | undefined) {
  if (verdict === undefined) return null;
  const { mined, item } = verdict;
  const { repository: _repository, url: _url, evidence: _evidence, ...rest } = mined;
  return { ...rest, patch: item?.patch, files: item?.files, landing: item?.landing };
}
