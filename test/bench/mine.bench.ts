import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitMirrors } from '@evoline/clients/git/git-mirrors';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { mineSource } from '@evoline/domain/mine/mine-source';
import { git } from '@evoline/testing/git/git-process';
import { sharedFolder } from '@evoline/testing/shared-folder';
import { buildDemoWorld } from '@evoline/testing/world/build-demo-world';
import type { Bench, BenchFigure } from './bench.ts';
import { leastSeconds } from './stopwatch.ts';

const runs = 3;

/** Mining in this process, from clones on this disk: no network, no ledger. */
export const bench: Bench = {
  title: 'Mining local clones',
  async measure() {
    const folder = await mkdtemp(join(tmpdir(), 'evoline-bench-'));
    try {
      const figures: BenchFigure[] = [];
      for (const { name, history } of await histories(folder)) {
        const clone = join(folder, `${name}.git`);
        await git(folder, ['clone', '--quiet', '--mirror', history, clone]);
        figures.push(...(await measureClone(name, clone, join(folder, 'cache'))));
      }
      return figures;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface History {
  readonly name: string;
  /** A bundle or a bare repository. */
  readonly history: string;
}

/** Three histories of the corpus (merges, squashes, both), else the largest of the demo world. */
async function histories(folder: string): Promise<readonly History[]> {
  const corpus = sharedFolder('corpus', undefined);
  if (corpus !== null) {
    return ['pallets__itsdangerous', 'jawah__charset_normalizer', 'gorilla__mux'].map((name) => ({
      name,
      history: join(corpus, 'repos', name, 'repo.bundle'),
    }));
  }
  const sizes = { warmStart: 300, train: 100, heldOut: 100 };
  const world = await buildDemoWorld(join(folder, 'world'), { sizes });
  const largest = world.repositories.toSorted((a, b) => b.pullRequests - a.pullRequests);
  return largest.slice(0, 3).map((repository) => {
    const name = repository.name.replace('/', '__');
    return { name, history: join(world.folder, 'repos', name, 'repo.git') };
  });
}

async function measureClone(name: string, clone: string, home: string): Promise<BenchFigure[]> {
  let counts = { seen: 0, kept: 0 };
  let run = 0;
  const mining = await leastSeconds(runs, async () => {
    counts = await mineAll(clone, join(home, `${name}-${(run += 1)}`));
  });
  const walk = ['log', '--patch', '--diff-merges=first-parent', '--all'];
  const gitLog = await leastSeconds(runs, () => git(clone, walk));
  const { seen, kept } = counts;
  const note = `${name}: ${seen} seen, ${kept} kept`;
  return [
    { figure: 'mining / git log --patch of it all', value: mining / gitLog, unit: 'x', note },
    { figure: 'pull requests mined per second', value: seen / mining, unit: '/s', note },
  ];
}

/** From the clone to every verdict; mirrors are made anew in `cacheFolder`. */
async function mineAll(clone: string, cacheFolder: string) {
  const mirrors = await GitMirrors.open({ cacheFolder, environment: process.env });
  const config = resolveMineConfig({ source: `git:${clone}` });
  let seen = 0;
  let kept = 0;
  for await (const { mined } of mineSource({ mirrors, apiOf: () => null }, config)) {
    seen += 1;
    if (mined.status === 'kept') kept += 1;
  }
  return { seen, kept };
}
