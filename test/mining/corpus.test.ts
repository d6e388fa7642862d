import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verdict } from '@evoline/domain/mine/examination';
import { countFunnel } from '@evoline/domain/mine/funnel';
import { git } from '@evoline/testing/git/git-process';
import { startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { sharedFolder } from '@evoline/testing/shared-folder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appliedTrees } from './applied-tree.ts';
import { mineToEnd } from './mine-to-end.ts';

const corpus = sharedFolder('corpus', process.env['CI']);

/** Merge styles: merges; squashes with CRLF and other encodings; all three mixed. */
const histories = [
  {
    name: 'pallets/itsdangerous',
    counts: {
      seen: 221,
      kept: 45,
      funnel: {
        bot_author: 134,
        docs_only: 31,
        too_many_files: 5,
        token_budget: 2,
        binary_file: 1,
        generated_code: 1,
        lock_files_only: 1,
        submodule: 1,
      },
    },
    landings: { merge: 39, squash: 4, rebase: 2 },
  },
  {
    name: 'jawah/charset_normalizer',
    counts: {
      seen: 425,
      kept: 109,
      funnel: {
        bot_author: 229,
        token_budget: 33,
        docs_only: 30,
        lock_files_only: 9,
        too_many_files: 7,
        too_large: 5,
        agent_author: 1,
        not_utf8: 1,
        test_only: 1,
      },
    },
    landings: { squash: 109 },
  },
  {
    name: 'gorilla/mux',
    counts: {
      seen: 184,
      kept: 52,
      funnel: { docs_only: 60, token_budget: 49, test_only: 22, too_large: 1 },
    },
    landings: { squash: 31, merge: 18, rebase: 3 },
  },
] as const;

interface PullLine {
  readonly number: number;
  readonly title: string;
  readonly base: { readonly sha: string };
  readonly head: { readonly sha: string };
  readonly merge_commit_sha: string;
  readonly x_derived: { readonly merge_method: string };
}

interface Traits {
  readonly repos: readonly {
    readonly owner: string;
    readonly name: string;
    readonly traits: Readonly<Record<string, { readonly examples: readonly number[] }>>;
  }[];
}

describe.runIf(corpus !== null)('the corpus histories', () => {
  let folder = '';
  const mined = new Map<string, Verdict[]>();
  const folderOf = (name: string) => join(corpus ?? '', 'repos', name.replace('/', '__'));
  const bundleOf = (name: string) => join(folderOf(name), 'repo.bundle');
  const verdictsOf = (name: string) => mined.get(name) ?? [];
  const verdictOf = (name: string, number: number) =>
    verdictsOf(name).find((verdict) => verdict.mined.number === number);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'evoline-corpus-'));
    for (const { name } of histories) {
      const input = { source: `git:${bundleOf(name)}` };
      mined.set(name, await mineToEnd({ cacheFolder: join(folder, 'cache') }, input));
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(histories)('$name gives exactly these counts', ({ name, counts, landings }) => {
    expect(countFunnel(verdictsOf(name).map((verdict) => verdict.mined))).toEqual(counts);
    const found: Record<string, number> = {};
    for (const { item } of verdictsOf(name)) {
      if (item !== null) found[item.landing] = (found[item.landing] ?? 0) + 1;
    }
    expect(found).toEqual(landings);
  });

  it.each(histories)('$name: history alone tells what the corpus lists', async ({ name }) => {
    const listed = await jsonLines<PullLine>(join(folderOf(name), 'pulls.jsonl'));
    const found = verdictsOf(name).toSorted((a, b) => a.mined.number - b.mined.number);
    expect(found.map((verdict) => facts(verdict))).toEqual(
      listed.map(({ number, title, base, head, merge_commit_sha: landed }) => {
        return { number, title, baseTip: base.sha, head: head.sha, landed };
      }),
    );
    const methods = new Map(
      listed.map(({ number, x_derived: { merge_method } }) => [number, merge_method]),
    );
    for (const { item } of found) {
      if (item !== null)
        expect([item.number, item.landing]).toEqual([item.number, methods.get(item.number)]);
    }
  });

  it('meets the traits that the manifest names', async () => {
    const { repos }: Traits = JSON.parse(
      await readFile(join(corpus ?? '', 'manifest.json'), 'utf8'),
    );
    const examples = (name: string, trait: string) => {
      const found = repos.find((entry) => `${entry.owner}/${entry.name}` === name);
      const numbers = found?.traits[trait]?.examples ?? [];
      expect(numbers.length).toBeGreaterThan(0);
      return numbers.map((number) => verdictOf(name, number));
    };
    const smoke = 'pallets/itsdangerous';
    const charset = 'jawah/charset_normalizer';
    const isRename = (verdict: Verdict | undefined) =>
      verdict?.item?.files.some((file) => file.status === 'renamed');
    const renames = [...examples(smoke, 'renames'), ...examples('gorilla/mux', 'renames')];
    expect(renames.some(isRename)).toBe(true);
    for (const verdict of examples(smoke, 'binary')) {
      expect(['binary_file', 'submodule', 'too_many_files']).toContain(verdict?.mined.reason);
    }
    for (const verdict of examples(smoke, 'bots')) expect(verdict?.mined.reason).toBe('bot_author');
    const crlf = examples(charset, 'crlf').filter((verdict) => verdict?.item !== null);
    expect(
      crlf.some((verdict) => verdict?.item?.files.some((file) => file.after?.includes('\r\n'))),
    ).toBe(true);
    for (const verdict of examples(charset, 'non_utf8')) {
      expect(['not_utf8', 'too_large', 'too_many_files']).toContain(verdict?.mined.reason);
    }
    expect(verdictOf(smoke, 103)?.mined.reason).toBe('submodule');
  });

  it('holds items that git itself replays to the head', async () => {
    const bare = join(folder, 'oracle.git');
    await git(folder, ['clone', '--quiet', '--mirror', bundleOf('pallets/itsdangerous'), bare]);
    for (const { item } of verdictsOf('pallets/itsdangerous')) {
      if (item === null) continue;
      const { applied, expected } = await appliedTrees(bare, item);
      expect([item.number, applied]).toEqual([item.number, expected]);
    }
  });

  it('gives the same verdicts through the GitHub API as from history alone, and issue texts', async () => {
    const names = ['pallets/itsdangerous', 'jawah/charset_normalizer'];
    const double = await startGitHubDouble({ home: folder, corpus: corpus ?? '', only: names });
    try {
      const place = { cacheFolder: join(folder, 'api'), apiUrl: double.url };
      const texts = [];
      for (const name of names) {
        const byApi = await mineToEnd(place, { source: `github:${name}` });
        expect(comparable(byApi)).toEqual(comparable(verdictsOf(name)));
        texts.push(
          ...byApi.flatMap(({ item }) => item?.issues.flatMap(({ title }) => title ?? []) ?? []),
        );
      }
      expect(texts.length).toBeGreaterThan(0);
    } finally {
      await double.close();
    }
  });
});

/** All but names and addresses of the source, and what a reason was found by: an API knows accounts. */
function comparable(verdicts: readonly Verdict[]) {
  return verdicts
    .map(
      ({ mined: { repository: _repository, url: _url, evidence: _evidence, ...rest }, item }) => {
        return { ...rest, patch: item?.patch, contents: item?.files, landing: item?.landing };
      },
    )
    .toSorted((a, b) => a.number - b.number);
}

function facts({ mined: { number, title, baseTip, head, landed } }: Verdict) {
  return { number, title, baseTip, head, landed };
}

async function jsonLines<T>(file: string): Promise<T[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line));
}
