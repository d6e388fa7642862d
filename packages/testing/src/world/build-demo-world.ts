import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { changedFiles } from './changed-files.ts';
import { importHistory } from './import-history.ts';
import { expectedMining, idOf, type WorldPullRequest } from './expected-mining.ts';
import { demoOrganisation } from './proposal.ts';
import { repositoryRecords } from './repository-records.ts';
import type { WorldSplit } from './vocabulary.ts';
import {
  defaultWorldSizes,
  planWorld,
  type RepositoryPlan,
  type WorldSizes,
} from './world-plan.ts';

export interface DemoWorld {
  /** Holds `repos/<owner>__<name>/` in the corpus file shapes, each with a bare `repo.git`. */
  readonly folder: string;
  /** Digest of the generator's sources, the sizes and the seed. */
  readonly digest: string;
  readonly organisation: string;
  readonly repositories: readonly WorldRepository[];
}

export interface WorldRepository {
  readonly name: string;
  readonly split: WorldSplit;
  readonly head: string;
  readonly pullRequests: number;
  readonly tasks: number;
}

export interface DemoWorldOptions {
  readonly sizes?: Partial<WorldSizes>;
  readonly seed?: number;
}

/**
 * Builds the demo world under `home`, or finds it there: a world is kept in a folder named by its digest and
 * put in place in one rename, so half of one is never seen and two builders do not disturb each other.
 */
export async function buildDemoWorld(
  home: string,
  options: DemoWorldOptions = {},
): Promise<DemoWorld> {
  const sizes = { ...defaultWorldSizes, ...options.sizes };
  const seed = options.seed ?? 0;
  const digest = await worldDigest(sizes, seed);
  const folder = resolve(home, `world-${digest.slice(0, 16)}`);
  if (!(await exists(folder))) await buildInto(folder, digest, sizes, seed);
  return {
    ...(JSON.parse(await readFile(join(folder, 'world.json'), 'utf8')) as Omit<
      DemoWorld,
      'folder'
    >),
    folder,
  };
}

async function buildInto(
  folder: string,
  digest: string,
  sizes: WorldSizes,
  seed: number,
): Promise<void> {
  await removeAbandonedDrafts(dirname(folder));
  const draft = `${folder}.${randomUUID()}${draftEnding}`;
  try {
    const repositories: WorldRepository[] = [];
    const expected: WorldPullRequest[] = [];
    for (const plan of planWorld(sizes, seed)) {
      const built = await buildRepository(draft, plan);
      repositories.push(built.repository);
      expected.push(...built.expected);
    }
    await writeFile(join(draft, 'expected.jsonl'), jsonLines(expected));
    const world = { digest, organisation: demoOrganisation, sizes, seed, repositories };
    await writeFile(join(draft, 'world.json'), JSON.stringify(world, null, 1));
    await rename(draft, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

const draftEnding = '.draft';
/** No build takes so long; a draft that old was left by a process that was ended. */
const abandonedAfterMilliseconds = 600_000;

async function removeAbandonedDrafts(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  for (const name of await readdir(home)) {
    if (!name.endsWith(draftEnding)) continue;
    const found = await stat(join(home, name)).catch(() => null);
    if (found === null || Date.now() - found.mtimeMs < abandonedAfterMilliseconds) continue;
    await rm(join(home, name), { recursive: true, force: true });
  }
}

async function buildRepository(
  world: string,
  plan: RepositoryPlan,
): Promise<{ repository: WorldRepository; expected: WorldPullRequest[] }> {
  const folder = join(world, 'repos', `${demoOrganisation}__${plan.name}`);
  await mkdir(folder, { recursive: true });
  const bare = join(folder, 'repo.git');
  const ids = await importHistory(bare, plan.history);
  const expected = expectedMining(plan, ids);
  const pairs = expected.map(({ mergeBase, head }) => ({ base: mergeBase, head }));
  const records = repositoryRecords(plan, ids, await changedFiles(bare, pairs));
  for (const [file, rows] of Object.entries(records))
    await writeFile(
      join(folder, file),
      Array.isArray(rows) ? jsonLines(rows) : JSON.stringify(rows, null, 1),
    );
  const repository = {
    name: `${demoOrganisation}/${plan.name}`,
    split: plan.split,
    head: idOf(ids, plan.history.tip),
    pullRequests: expected.length,
    tasks: expected.filter((pull) => pull.task !== null).length,
  };
  return { repository, expected };
}

async function worldDigest(sizes: WorldSizes, seed: number): Promise<string> {
  const hash = createHash('sha256').update(
    JSON.stringify([sizes.warmStart, sizes.train, sizes.heldOut, seed]),
  );
  for (const file of (await readdir(import.meta.dirname)).toSorted())
    if (file.endsWith('.ts') && !file.endsWith('.test.ts'))
      hash.update(`\n${file}\n`).update(await readFile(join(import.meta.dirname, file)));
  return hash.digest('hex');
}

function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
