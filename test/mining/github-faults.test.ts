import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeRepository } from '@evoline/activities/mine/close-repository';
import { failures } from '@evoline/contract/failures';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import type { GitHubFaultAnswer } from '@evoline/testing/github/github-fault';
import {
  HostedRepository,
  type RepositoryContents,
} from '@evoline/testing/github/hosted-repository';
import type { PullRecord } from '@evoline/testing/github/records';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { onceFullDisk, TroubledMiner } from './troubled-miner.ts';

let folder = '';
let ledger: TestDatabase;
let double: GitHubDouble;
let calm: Awaited<ReturnType<TroubledMiner['verdicts']>>;
const open: TroubledMiner[] = [];
const world = 'evoline-demo/held-out-01';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-faults-'));
  const sizes = { warmStart: 4, train: 4, heldOut: 8 };
  [ledger, double] = await Promise.all([
    startTestDatabase(),
    startGitHubDouble({ home: folder, world: { sizes } }),
  ]);
  const miner = await mine(world);
  await miner.extract();
  calm = await miner.verdicts();
});
afterEach(async () => {
  double.state.faults.clear();
  for (const miner of open.splice(0)) await miner.close();
});
afterAll(async () => {
  await double.close();
  await ledger.stop();
  await rm(folder, { recursive: true, force: true });
});

async function mine(name: string, gitPath?: typeof onceFullDisk): Promise<TroubledMiner> {
  const miner = await TroubledMiner.open(ledger.database, double.url, name, gitPath);
  open.push(miner);
  return miner;
}

/** The demo repository under another name, with something changed. */
function host(name: string, change: Partial<RepositoryContents>): string {
  const { contents } = double.state.host.repository(world);
  const file = { ...contents.file, name, full_name: `evoline-demo/${name}` };
  double.state.host.add(new HostedRepository({ ...contents, file, ...change }));
  return file.full_name;
}

function pullsWith(number: number, change: Partial<PullRecord>): PullRecord[] {
  const { pulls } = double.state.host.repository(world).contents;
  return pulls.map((pull) => (pull.number === number ? { ...pull, ...change } : pull));
}

const plan = (path: string, answer: GitHubFaultAnswer, times: number | null = 1) =>
  double.state.faults.plan({ path, times, answer });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => String(Reflect.get(Object(error), 'code')),
  );
const isRetried = (code: string) =>
  Object.entries(failures).some(([k, v]) => k === code && v.retryable);
const kept = () => calm.filter(([, reason]) => reason === null).map(([number]) => number);

describe('limits', () => {
  const limits: [GitHubFaultAnswer, number][] = ([403, 429] as const).flatMap((status) => [
    [{ kind: 'primaryLimit', resetInSeconds: 900, status }, 900],
    [{ kind: 'secondaryLimit', retryAfterSeconds: 77, status }, 77],
  ]);

  it.each(limits)(
    '%j is a wait of its length, for lists and for queries',
    async (answer, seconds) => {
      const secondsUntil = (time: string) => (Date.parse(time) - Date.now()) / 1000;
      for (const [path, ask] of [
        ['/pulls', (miner: TroubledMiner) => miner.list()],
        ['^/graphql', (miner: TroubledMiner) => miner.hydrate()],
      ] as const) {
        const miner = await mine(world);
        plan(path, answer);
        const told = await ask(miner);
        if (told.kind !== 'wait') throw new Error('was not asked to wait');
        expect(Math.abs(secondsUntil(told.waitUntil) - seconds)).toBeLessThan(20);
        double.state.quota.leave('token', 'core', 5000);
        double.state.quota.leave('token', 'graphql', 5000);
      }
    },
  );
});

describe('answers that are no answers', () => {
  it.each<[string, string, GitHubFaultAnswer]>([
    ['a list that fails once', '/pulls', { kind: 'status', status: 502 }],
    ['a query that fails once', '^/graphql', { kind: 'status', status: 502 }],
    ['a query that GitHub gives up', '^/graphql', { kind: 'queryFailed' }],
    ['a query answered in part', '^/graphql', { kind: 'resourceLimits', overPullRequests: 2 }],
  ])('%s is asked again at once, and nothing is missing', async (_, path, answer) => {
    const miner = await mine(world);
    plan(path, answer);
    await miner.extract();
    expect(await miner.verdicts()).toEqual(calm);
  });

  it.each<[string, string, GitHubFaultAnswer]>([
    ['a list cut off in its body', '/pulls', { kind: 'cut', afterBytes: 200 }],
    ['a query cut off in its body', '^/graphql', { kind: 'cut', afterBytes: 200 }],
    ['a list that is no JSON', '/pulls', { kind: 'garbage' }],
    ['a clone cut off in the middle', 'git-upload-pack', { kind: 'cut', afterBytes: 3000 }],
    ['a git server that fails', 'info/refs', { kind: 'status', status: 503 }],
  ])('%s is retried by the workflow, and nothing is missing', async (_, path, answer) => {
    const miner = await mine(world);
    plan(path, answer);
    const code = await codeOf(miner.extract());
    expect(code).toMatch(/^(github|git)_/);
    expect(isRetried(code)).toBe(true);
    await miner.extract();
    expect(await miner.verdicts()).toEqual(calm);
  });

  it('a full disk is retried, and nothing is missing', async () => {
    const miner = await mine(world, onceFullDisk);
    const code = await codeOf(miner.extract());
    expect([code, isRetried(code)]).toEqual(['disk_full', true]);
    await miner.extract();
    expect(await miner.verdicts()).toEqual(calm);
  });
});

describe('what people do to a repository', () => {
  it('a head that was pushed over and is on no server is counted, the others are as ever', async () => {
    const [number = 0] = kept();
    const { head } = pullsWith(0, {}).find((pull) => pull.number === number) ?? {};
    const pulls = pullsWith(number, { head: { ...head, sha: 'dead'.repeat(10) } });
    const miner = await mine(host('pushed-over', { pulls }));
    await miner.extract();
    const changed = calm.map((row) =>
      row[0] === number ? [number, 'objects_missing', null] : row,
    );
    expect(await miner.verdicts()).toEqual(changed);
  });

  it('a fork that was deleted leaves its head on the server, and the item is kept', async () => {
    const [number = 0] = kept();
    const { head } = pullsWith(0, {}).find((pull) => pull.number === number) ?? {};
    const pulls = pullsWith(number, { head: { sha: head?.sha ?? '' }, user: undefined });
    const miner = await mine(host('fork-deleted', { pulls }));
    await miner.extract();
    expect(await miner.verdicts()).toEqual(calm);
  });

  it('an empty repository ends its run with a sentence', async () => {
    const miner = await mine(host('empty', { pulls: [], issues: [], references: [] }));
    expect(await miner.list()).toMatchObject({ kind: 'page', pullRequests: 0, next: null });
    await expect(closeRepository(miner.deps, miner.of)).rejects.toMatchObject({
      code: 'nothing_to_work_on',
      message: expect.stringContaining('has no pull requests'),
    });
  });

  it('a repository that is renamed while it is mined goes on', async () => {
    const name = host('renamed', {});
    const miner = await mine(name);
    double.state.host.rename(name, 'renamed-since');
    await miner.extract();
    expect(await miner.verdicts()).toEqual(calm);
  });

  it('a repository that goes away while it is mined ends its run with a reason, and is not asked for again', async () => {
    for (const action of ['remove', 'block'] as const) {
      const miner = await mine(host(`${action}d`, {}));
      double.state.host[action](`evoline-demo/${action}d`);
      const found = await codeOf(miner.extract());
      expect([found, isRetried(found)]).toEqual(['source_gone', false]);
    }
  });
});
