import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aHostedRepository, aPullRecord } from './a-repository.ts';
import { startGitHubDouble, type GitHubDouble } from './start-github-double.ts';

let double: GitHubDouble;
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

beforeEach(async () => {
  const app = { appId: '42', key, installations: [7] };
  const limits = { perMinute: { core: 3, graphql: 3 } };
  double = await startGitHubDouble({ home: '.', tokens: ['a', 'b'], app, limits });
  double.state.host.add(aHostedRepository());
});
afterEach(() => double.close());

const get = (token: string, path = '/repos/owner/name', more: Record<string, string> = {}) =>
  fetch(`${double.url}${path}`, {
    headers: { authorization: `bearer ${token}`, 'user-agent': 'test', ...more },
  });

function webToken(claims: object, signingKey = key): string {
  const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = sign('sha256', Buffer.from(parts.join('.')), signingKey).toString('base64url');
  return [...parts, signature].join('.');
}

const seconds = () => Math.floor(double.state.host.clock.now().getTime() / 1000);
const claims = (over: object = {}) => ({
  iss: '42',
  iat: seconds() - 30,
  exp: seconds() + 500,
  ...over,
});

describe('entity tags', () => {
  test('differ between tokens, and one of another token is worth nothing', async () => {
    const tag = (await get('a')).headers.get('etag') ?? '';
    expect((await get('a', undefined, { 'if-none-match': tag })).status).toBe(304);
    expect((await get('b', undefined, { 'if-none-match': tag })).status).toBe(200);
  });
});

describe('every answer', () => {
  test('bears the time of the double’s clock', async () => {
    double.state.host.clock.set(new Date('2026-06-01T12:00:00Z'));
    expect((await get('a')).headers.get('date')).toBe('Mon, 01 Jun 2026 12:00:00 GMT');
    double.state.host.clock.perRequest(5);
    expect((await get('a')).headers.get('date')).toBe('Mon, 01 Jun 2026 12:00:05 GMT');
  });

  test('needs a version of the API that GitHub knows, where one is named', async () => {
    const asked = (version: string) => get('a', undefined, { 'x-github-api-version': version });
    expect((await asked('2022-11-28')).status).toBe(200);
    expect((await asked('1999-01-01')).status).toBe(400);
  });

  test('is accounted for: what it cost, and how many pull requests it told of', async () => {
    await get('a', '/repos/owner/name/pulls?state=all');
    await get('a', '/rate_limit');
    expect(double.state.requests.map(({ cost }) => cost)).toEqual([
      { resource: 'core', spent: 1, pullRequests: 3, others: 0 },
      null,
    ]);
  });
});

describe('the secondary limit', () => {
  test('comes after so many requests of a token within a minute, and ends with it', async () => {
    double.state.host.clock.set(new Date('2026-06-01T12:00:00Z'));
    for (let turn = 0; turn < 3; turn += 1) expect((await get('a')).status).toBe(200);
    const refused = await get('a');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(await refused.text()).toContain('secondary rate limit');
    expect((await get('b')).status).toBe(200);
    double.state.host.clock.advance(61);
    expect((await get('a')).status).toBe(200);
  });
});

describe('an app', () => {
  const askToken = (jwt: string, installation = 7) =>
    fetch(`${double.url}/app/installations/${installation}/access_tokens`, {
      method: 'POST',
      headers: { authorization: `bearer ${jwt}` },
    });

  test('is given tokens of its installations, which count apart and end after an hour', async () => {
    const answer = await askToken(webToken(claims()));
    expect(answer.status).toBe(201);
    const { token, expires_at } = (await answer.json()) as { token: string; expires_at: string };
    expect(Math.round((Date.parse(expires_at) / 1000 - seconds()) / 10)).toBe(360);
    expect((await get(token)).status).toBe(200);
    expect(double.state.quota.standing('installation 7', 'core').used).toBe(1);
    double.state.host.clock.set(new Date(Date.parse(expires_at) + 1000));
    expect((await get(token)).status).toBe(401);
  });

  test('is refused when its web token is another app’s, too old, too long or badly signed', async () => {
    const { privateKey: other } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const otherKey = other.export({ type: 'pkcs8', format: 'pem' }).toString();
    const bad = [
      webToken(claims({ iss: '43' })),
      webToken(claims({ exp: seconds() - 1 })),
      webToken(claims({ exp: seconds() + 3600 })),
      webToken(claims(), otherKey),
      'no.token.at-all',
    ];
    for (const jwt of bad) expect((await askToken(jwt)).status).toBe(401);
    expect((await askToken(webToken(claims()), 8)).status).toBe(404);
    double.state.app?.suspend(7);
    expect((await askToken(webToken(claims()))).status).toBe(403);
  });
});

describe('a transferred repository', () => {
  test('answers under its new owner, and its old name leads there', async () => {
    const { id } = (await (await get('a')).json()) as { id: number };
    double.state.host.transfer('owner/name', 'heir');
    const moved = (await (await get('a')).json()) as { id: number; full_name: string };
    expect(moved).toMatchObject({ id, full_name: 'heir/name', owner: { login: 'heir' } });
  });
});

test('an issue list counts its pull requests', async () => {
  double.state.host.add(aHostedRepository({ name: 'more', pulls: [aPullRecord(1)] }));
  await get('a', '/repos/owner/more/issues?state=all');
  expect(double.state.requests.at(-1)?.cost).toMatchObject({ pullRequests: 1 });
});
