import { generateKeyPairSync } from 'node:crypto';
import type { GitHubAppCredential } from '@evoline/clients/github/credential';
import { OctokitClient } from '@evoline/clients/github/octokit-client';
import { MemoryQuotaBook } from '@evoline/clients/github/quota-book';
import { TokenPool } from '@evoline/clients/github/token-pool';
import { aHostedRepository } from '@evoline/testing/github/a-repository';
import { publishedPerMinute } from '@evoline/testing/github/quota';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let double: GitHubDouble;
const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
const app: GitHubAppCredential = { appId: '42', privateKey, installationIds: [] };
const names = Array.from({ length: 8 }, (_, index) => `r${index}`);

beforeEach(async () => {
  double = await startGitHubDouble({
    home: '.',
    app: { appId: '42', key: privateKey, installations: [7, 8] },
    tokens: ['one', 'two', 'three'],
    limits: { perMinute: publishedPerMinute },
  });
  for (const name of names) double.state.host.add(aHostedRepository({ name }));
});
afterEach(async () => {
  vi.useRealTimers();
  await double.close();
});

const now = () => double.state.host.clock.now().getTime();
const poolOf = (
  tokens: readonly string[],
  more: Partial<ConstructorParameters<typeof TokenPool>[0]> = {},
) => new TokenPool({ apiUrl: double.url, tokens, now, ...more });
const list = (pool: TokenPool, name = 'r0') =>
  new OctokitClient({ subject: name }, pool).listPullRequests(`owner/${name}`, {
    page: 1,
    direction: 'asc',
  });
const hydrate = (pool: TokenPool, name = 'r0') =>
  new OctokitClient({ subject: name }, pool).hydrate(`owner/${name}`, [1], { width: 25 });
const used = (token: string) => double.state.quota.standing(token, 'core').used;

/** Seconds until which the work is asked to wait. */
async function waitOf(work: Promise<unknown>): Promise<number> {
  const error: unknown = await work.then(
    () => null,
    (raised: unknown) => raised,
  );
  expect(error).toMatchObject({ name: 'RateLimited' });
  return Math.round((Date.parse(String(Reflect.get(Object(error), 'waitUntil'))) - now()) / 1000);
}

describe('a pool of tokens', () => {
  it('gives every repository one token, and every token as many repositories', async () => {
    const pool = poolOf(['one', 'two']);
    for (let turn = 0; turn < 3; turn += 1) for (const name of names) await list(pool, name);
    expect([used('one'), used('two')]).toEqual([12, 12]);
  });

  it('lets a repository wait for its own token while others go on with theirs', async () => {
    const pool = poolOf(['one', 'two']);
    await list(pool, 'r0');
    await list(pool, 'r1');
    double.state.quota.leave('one', 'core', 0, 1200);
    expect(await waitOf(list(pool, 'r0'))).toBeGreaterThan(1190);
    expect((await list(pool, 'r1')).rows).toBe(3);
  });

  it('goes over to another token only when GitHub does not accept its own, and stays there', async () => {
    const book = new MemoryQuotaBook();
    const pool = poolOf(['one', 'two'], { book });
    await list(pool, 'r0');
    double.state.revoke('one');
    for (let turn = 0; turn < 3; turn += 1) expect((await list(pool, 'r0')).rows).toBe(3);
    expect(double.state.requests.filter(({ status }) => status === 401)).toHaveLength(1);
    const later = poolOf(['one', 'two'], { book });
    await list(later, 'r0');
    expect(used('two')).toBe(4);
  });

  it('says that no token is accepted when none is', async () => {
    const pool = poolOf(['wrong', 'worse']);
    const refused = { code: 'github_refused', message: 'GitHub: none of the tokens is accepted' };
    await expect(list(pool)).rejects.toMatchObject(refused);
    await expect(hydrate(pool)).rejects.toMatchObject(refused);
    expect(double.state.requests).toHaveLength(2);
  });
});

describe('a secondary limit', () => {
  const limit = (retryAfterSeconds?: number) => ({
    kind: 'secondaryLimit' as const,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });

  it('is rested as long as GitHub says, by the token as a whole, and by all workers', async () => {
    double.state.host.clock.set(new Date('2026-06-01T00:00:00Z'));
    const book = new MemoryQuotaBook();
    const [one, other] = [poolOf(['one'], { book }), poolOf(['one'], { book })];
    double.state.faults.plan({ path: '/pulls', answer: limit(300) });
    expect(await waitOf(list(one))).toBe(301);
    const asked = double.state.requests.length;
    expect(await waitOf(list(other))).toBe(301);
    expect(await waitOf(hydrate(other))).toBe(301);
    expect(double.state.requests).toHaveLength(asked);
    double.state.host.clock.advance(301);
    expect((await list(other)).rows).toBe(3);
  });

  it('is rested a minute where GitHub does not say, and twice as long with every strike in a row', async () => {
    double.state.host.clock.set(new Date('2026-06-01T00:00:00Z'));
    const pool = poolOf(['one']);
    const strike = async () => {
      double.state.faults.plan({ path: '/graphql', answer: limit() });
      const seconds = await waitOf(hydrate(pool));
      double.state.host.clock.advance(seconds);
      return seconds;
    };
    expect([await strike(), await strike(), await strike()]).toEqual([61, 121, 241]);
    await list(pool);
    expect(await strike()).toBe(61);
  });

  it('is met where a token asks more than 900 times a minute', async () => {
    double.state.host.clock.set(new Date('2026-06-01T00:00:00Z'));
    const pool = poolOf(['one']);
    double.state.quota.spend('one', 'core', 900);
    expect(await waitOf(list(pool))).toBe(61);
  });
});

describe('an app', () => {
  it('asks in the name of its installations, each with a token of its own', async () => {
    const pool = poolOf([], { app });
    for (const name of names) await list(pool, name);
    expect([used('installation 7'), used('installation 8')]).toEqual([4, 4]);
    expect(double.state.app?.given).toBe(2);
    expect((await pool.standings()).map(({ fingerprint }) => fingerprint)).toEqual([
      'app:42/7',
      'app:42/8',
    ]);
  });

  it('asks for a new token when one ends, and not before', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-01T00:00:00Z') });
    const pool = poolOf([], { app: { ...app, installationIds: [7] } });
    await list(pool);
    vi.setSystemTime(new Date('2026-06-01T00:50:00Z'));
    await list(pool);
    expect(double.state.app?.given).toBe(1);
    vi.setSystemTime(new Date('2026-06-01T01:00:30Z'));
    expect((await list(pool)).rows).toBe(3);
    expect(double.state.app?.given).toBe(2);
  });

  it('works beside tokens, and without an installation that was suspended', async () => {
    double.state.app?.suspend(7);
    const pool = poolOf(['one'], { app: { ...app, installationIds: [7, 8] } });
    for (const name of names) await list(pool, name);
    expect([used('one'), used('installation 7')]).toEqual([expect.any(Number), 0]);
    expect(used('one') + used('installation 8')).toBe(8);
  });

  it('is refused with a sentence when its key is wrong, or when it is installed nowhere', async () => {
    const { privateKey: other } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const wrong = { ...app, privateKey: other.export({ type: 'pkcs8', format: 'pem' }).toString() };
    await expect(list(poolOf([], { app: wrong }))).rejects.toMatchObject({
      code: 'github_refused',
    });
    double.state.app?.suspend(7);
    double.state.app?.suspend(8);
    await expect(list(poolOf([], { app }))).rejects.toMatchObject({
      code: 'github_refused',
      message: 'GitHub: app 42 has no installation',
    });
  });
});

describe('a wait', () => {
  it('is told by this machine’s clock even where that is hours behind GitHub’s', async () => {
    double.state.host.clock.set(new Date('2026-06-01T06:00:00Z'));
    const behind = () => Date.parse('2026-06-01T00:00:00Z');
    double.state.quota.leave('one', 'core', 0, 600);
    const pool = poolOf(['one'], { now: behind });
    await expect(list(pool)).rejects.toMatchObject({ waitUntil: '2026-06-01T00:10:01.000Z' });
  });
});
