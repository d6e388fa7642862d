import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildDemoWorld, type DemoWorld } from './build-demo-world.ts';
import { worldPullRequests, worldTasks, type WorldPullRequest } from './expected-mining.ts';
import { git } from '../git/git-process.ts';
import { functionNames, worldSplits } from './vocabulary.ts';
import { defaultWorldSizes, planWorld } from './world-plan.ts';

const sizes = { warmStart: 90, train: 12, heldOut: 8 };
let home: string;
let world: DemoWorld;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'demo-world-'));
  world = await buildDemoWorld(home, { sizes });
});
afterAll(() => rm(home, { recursive: true, force: true }));

const bareOf = (name: string) => join(world.folder, 'repos', name.replace('/', '__'), 'repo.git');

/** Contents of `<commit>:<path>` in one process. */
async function contents(name: string, wanted: readonly string[]): Promise<string[]> {
  const input = wanted.map((object) => `${object}\n`);
  const output = await git(bareOf(name), ['cat-file', '--batch'], input);
  const found: string[] = [];
  for (let at = 0; at < output.length;) {
    const head = output.indexOf('\n', at);
    const length = Number(output.slice(at, head).split(' ')[2]);
    found.push(output.slice(head + 1, head + 1 + length));
    at = head + length + 2;
  }
  return found;
}

async function byRepository(): Promise<[string, WorldPullRequest[]][]> {
  const groups = Object.groupBy(await worldPullRequests(world), (pull) => pull.repository);
  return Object.entries(groups).map(([name, pulls]) => [name, pulls ?? []]);
}

test('every split is several repositories named after it', () => {
  for (const split of worldSplits) {
    const own = world.repositories.filter((repository) => repository.split === split);
    expect(own.length).toBeGreaterThanOrEqual(2);
    for (const { name } of own) expect(name).toMatch(new RegExp(`^evoline-demo/${split}-\\d\\d$`));
  }
});

test('the file holds the bug at the merge base and the fix at the head and where it landed', async () => {
  const tasks = await worldTasks(world);
  expect(tasks.length).toBe(sizes.warmStart + sizes.train + sizes.heldOut);
  for (const [name] of await byRepository()) {
    const own = tasks.filter((pull) => pull.repository === name);
    const places = own.flatMap((pull) =>
      [pull.mergeBase, pull.head, pull.landed].map((commit) => `${commit}:${pull.task.path}`),
    );
    const texts = own.flatMap(({ task }) => [task.before, task.after, task.after]);
    expect(await contents(name, places)).toEqual(texts);
  }
});

test('git finds the merge base that the world declares, and it is often older than the base tip', async () => {
  let older = 0;
  for (const [name, pulls] of await byRepository())
    for (const pull of pulls.slice(0, 12)) {
      const found = await git(bareOf(name), ['merge-base', pull.baseTip, pull.head]);
      expect(found.trim()).toBe(pull.mergeBase);
      if (pull.mergeBase !== pull.baseTip) older += 1;
    }
  expect(older).toBeGreaterThan(5);
});

test('pull requests land as merges, squashes and rebases, and refs/pull/<n>/head names each head', async () => {
  for (const [name, pulls] of await byRepository()) {
    const refs = await git(bareOf(name), [
      'for-each-ref',
      '--format=%(refname) %(objectname)',
      'refs/pull',
    ]);
    const wanted = pulls.map(({ number, head }) => `refs/pull/${number}/head ${head}`);
    expect(refs.trim().split('\n').toSorted()).toEqual(wanted.toSorted());
    const landed = pulls.filter((pull) => pull.landed !== null && pull.task !== null);
    for (const pull of landed.slice(0, 9)) {
      const shown = await git(bareOf(name), ['show', '-s', '--format=%P%n%s', pull.landed ?? '']);
      const [parents = '', subject = ''] = shown.split('\n');
      expect(parents.split(' ').length).toBe(pull.landing === 'merge' ? 2 : 1);
      if (pull.landing === 'squash') expect(subject.endsWith(` (#${pull.number})`)).toBe(true);
      if (pull.landing === 'merge')
        expect(subject).toMatch(`Merge pull request #${pull.number} from `);
    }
  }
});

test('no name of another split occurs anywhere in a repository', async () => {
  for (const { name, split } of world.repositories) {
    const everything = await git(bareOf(name), [
      'log',
      '--all',
      '-p',
      '--no-renames',
      '-m',
      '--format=%B',
    ]);
    for (const other of worldSplits.filter((one) => one !== split))
      for (const word of functionNames[other]) expect(everything.includes(word)).toBe(false);
  }
});

test('the same seed gives the same heads, another seed others, and a world that is there is not built anew', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'demo-world-'));
  const again = await buildDemoWorld(elsewhere, { sizes });
  expect(again.repositories).toEqual(world.repositories);
  const other = await buildDemoWorld(elsewhere, { sizes, seed: 1 });
  expect(other.repositories.map(({ head }) => head)).not.toEqual(
    world.repositories.map(({ head }) => head),
  );
  expect(await buildDemoWorld(elsewhere, { sizes })).toEqual(again);
  expect((await readdir(elsewhere)).length).toBe(2);
  await rm(elsewhere, { recursive: true });
});

test('a draft that a killed build has left is taken away, one that is being written is not', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'demo-world-'));
  const [old, fresh] = [join(elsewhere, 'old.draft'), join(elsewhere, 'fresh.draft')];
  for (const draft of [old, fresh]) await mkdir(draft);
  await utimes(old, 0, 0);
  await buildDemoWorld(elsewhere, { sizes: { warmStart: 2, train: 2, heldOut: 2 } });
  const left = await readdir(elsewhere);
  expect(left.filter((name) => name.endsWith('.draft'))).toEqual(['fresh.draft']);
  await rm(elsewhere, { recursive: true });
});

test('the world of the usual size has every kind of pull request to be dropped', () => {
  const kinds = new Map<string, number>();
  for (const plan of planWorld(defaultWorldSizes, 0))
    for (const { proposal } of plan.history.pullRequests)
      kinds.set(proposal.kind, (kinds.get(proposal.kind) ?? 0) + 1);
  expect(kinds.get('task')).toBe(4384);
  expect(kinds.size).toBe(11);
  for (const count of kinds.values()) expect(count).toBeGreaterThanOrEqual(30);
});
