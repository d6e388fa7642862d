import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git } from '@evoline/testing/git/git-process';
import { sharedFolder } from '@evoline/testing/shared-folder';
import { buildDemoWorld } from '@evoline/testing/world/build-demo-world';
import type { Bench, BenchFigure } from './bench.ts';
import { archiveFigures } from './mine/archive-figures.ts';
import { writeGeneratedHistory } from './mine/generated-history.ts';
import { historyFigures, type MeasuredClone } from './mine/history-figures.ts';

const sizes = {
  full: { commits: 50_000, files: 2_000, limit: 2_000, withProcesses: 100, events: 200_000 },
  quick: { commits: 5_000, files: 500, limit: 300, withProcesses: 20, events: 20_000 },
} as const;
type Size = (typeof sizes)[keyof typeof sizes];

/** Mining clones on this disk, each part of it in a process of its own, and an hour of the archive. */
export const bench: Bench = {
  title: 'Mining',
  async measure(isFull) {
    const size = isFull ? sizes.full : sizes.quick;
    const folder = await mkdtemp(join(tmpdir(), 'evoline-bench-'));
    try {
      const figures: BenchFigure[] = [];
      for (const clone of [
        ...(await publicHistories(folder, isFull, size)),
        await generatedHistory(folder, size),
      ]) {
        figures.push(...(await historyFigures(clone, join(folder, 'cache'))));
        await rm(clone.clone, { recursive: true });
      }
      return [...figures, ...(await archiveFigures(folder, size.events))];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

/** Merges (itsdangerous) and the largest of the corpus (hono), else the largest of the demo world. */
async function publicHistories(
  folder: string,
  isFull: boolean,
  { withProcesses, limit }: Size,
): Promise<MeasuredClone[]> {
  const corpus = sharedFolder('corpus', undefined);
  if (corpus === null) return [await demoHistory(folder, withProcesses)];
  const names = isFull ? ['pallets__itsdangerous', 'honojs__hono'] : ['pallets__itsdangerous'];
  return await Promise.all(
    names.map(async (name) => {
      const bundle = join(corpus, 'repos', name, 'repo.bundle');
      const clone = join(folder, `${name}.git`);
      await git(folder, ['clone', '--quiet', '--mirror', bundle, clone]);
      return {
        name: name.split('__')[1] ?? name,
        clone,
        limit: isFull ? null : limit,
        withProcesses,
      };
    }),
  );
}

async function demoHistory(folder: string, withProcesses: number): Promise<MeasuredClone> {
  const world = await buildDemoWorld(join(folder, 'world'), {
    sizes: { warmStart: 300, train: 100, heldOut: 100 },
  });
  const [largest] = world.repositories.toSorted((a, b) => b.pullRequests - a.pullRequests);
  const name = largest?.name ?? '';
  const clone = join(world.folder, 'repos', name.replace('/', '__'), 'repo.git');
  return { name, clone, limit: null, withProcesses };
}

async function generatedHistory(
  folder: string,
  { commits, files, limit, withProcesses }: Size,
): Promise<MeasuredClone> {
  const clone = join(folder, 'generated.git');
  await writeGeneratedHistory(clone, { commits, files });
  return { name: `generated, ${commits} commits`, clone, limit, withProcesses };
}
