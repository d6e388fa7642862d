import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitMirrors } from '@evoline/clients/git/git-mirrors';
import { sharedFolder } from '@evoline/testing/shared-folder';
import type { Bench, BenchFigure } from './bench.ts';
import { hiddenFiles } from './context/hidden-files.ts';

const depths = [1, 3, 5, 10] as const;
/** Small ones; all take a minute. */
const quick = ['gorilla__mux', 'pallets__itsdangerous'];

/** Whether retrieval@1 finds a file that a pull request changed, when that file is hidden. */
export const bench: Bench = {
  title: 'Recall of the files that belong to a change (retrieval@1)',
  async measure(isFull) {
    const corpus = sharedFolder('corpus', undefined);
    if (corpus === null) return [];
    const folder = await mkdtemp(join(tmpdir(), 'evoline-bench-'));
    try {
      const figures: BenchFigure[] = [];
      for (const name of readdirSync(join(corpus, 'repos'))) {
        const bundle = join(corpus, 'repos', name, 'repo.bundle');
        if (!existsSync(bundle) || !(isFull || quick.includes(name))) continue;
        figures.push(...(await recallOf(name, bundle, join(folder, name))));
      }
      return [...meanRecall(figures), ...figures];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Only pull requests with an odd number: the weights were fitted on the others. */
async function recallOf(name: string, bundle: string, cacheFolder: string): Promise<BenchFigure[]> {
  const mirrors = await GitMirrors.open({ cacheFolder, environment: process.env });
  const ranks: number[] = [];
  for await (const { number, path, ranked } of hiddenFiles(mirrors, bundle)) {
    if (number % 2 === 0) continue;
    const rank = ranked.findIndex((file) => file.path === path);
    ranks.push(rank < 0 ? Number.POSITIVE_INFINITY : rank);
  }
  return depths.map((depth) => ({
    figure: `recall@${depth}`,
    value: ranks.filter((rank) => rank < depth).length / ranks.length,
    unit: '',
    note: `${name}: ${ranks.length} hidden files`,
  }));
}

function meanRecall(figures: readonly BenchFigure[]): BenchFigure[] {
  return depths.map((depth) => {
    const of = figures.filter(({ figure }) => figure === `recall@${depth}`);
    const value = of.reduce((sum, each) => sum + each.value, 0) / of.length;
    return { figure: `recall@${depth}`, value, unit: '', note: `mean of ${of.length} histories` };
  });
}
