import { afterEach, beforeEach, expect, test } from 'vitest';
import { aHostedRepository } from './a-repository.ts';
import { startGitHubDouble, type GitHubDouble } from './start-github-double.ts';

let double: GitHubDouble;

beforeEach(async () => {
  double = await startGitHubDouble({ home: '.' });
  double.state.host.add(aHostedRepository());
});
afterEach(() => double.close());

const get = (init: RequestInit = {}) =>
  fetch(`${double.url}/repos/owner/name`, { ...init, headers: { authorization: 'token x' } });

async function order(path: string, body: unknown): Promise<Response> {
  return fetch(`${double.url}/_double/${path}`, { method: 'POST', body: JSON.stringify(body) });
}

const plan = (answer: object) => order('faults', { path: '^/repos/', answer });

test('a secondary limit says so and when to come back', async () => {
  await plan({ kind: 'secondaryLimit', retryAfterSeconds: 7 });
  const refused = await get();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([403, '7']);
  expect(await refused.json()).toMatchObject({
    message: expect.stringContaining('secondary rate limit'),
  });
  expect((await get()).status).toBe(200);
});

test('a primary limit lasts until its reset', async () => {
  await plan({ kind: 'primaryLimit', resetInSeconds: 30 });
  expect([(await get()).status, (await get()).status]).toEqual([403, 403]);
  await order('clock', { advanceSeconds: 31 });
  expect((await get()).status).toBe(200);
});

test('a status, a delay and garbage', async () => {
  await plan({ kind: 'status', status: 502 });
  await plan({ kind: 'garbage' });
  await plan({ kind: 'delay', milliseconds: 5 });
  expect((await get()).status).toBe(502);
  await expect((await get()).json()).rejects.toThrow(SyntaxError);
  expect((await get()).status).toBe(200);
});

test('a connection that is cut at once, and one in the middle of the body', async () => {
  await plan({ kind: 'cut' });
  await expect(get()).rejects.toThrow('fetch failed');
  await plan({ kind: 'cut', afterBytes: 10 });
  const half = await get();
  expect(half.status).toBe(200);
  await expect(half.text()).rejects.toThrow('terminated');
});

test('a request that hangs ends with the client, and the double can still be closed', async () => {
  await order('faults', { answer: { kind: 'hang' }, times: null });
  await expect(get({ signal: AbortSignal.timeout(50) })).rejects.toThrow('timeout');
  const waiting = get();
  await fetch(`${double.url}/_double/faults`, { method: 'DELETE' });
  expect((await get()).status).toBe(200);
  await double.close();
  await expect(waiting).rejects.toThrow('fetch failed');
  double = await startGitHubDouble({ home: '.' });
});

test('a wrong order is refused with the name of the field', async () => {
  const refused = await order('faults', { answer: { kind: 'hang' }, time: 2 });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: expect.stringContaining('"time"') });
  expect((await order('repositories', { action: 'block', repository: 'no/such' })).status).toBe(
    400,
  );
});

test('every request is on record, without its token', async () => {
  await get();
  const record = await (await fetch(`${double.url}/_double/requests`)).json();
  const cost = { resource: 'core', spent: 1, pullRequests: 0, others: 1 };
  expect(record).toEqual([
    { method: 'GET', path: '/repos/owner/name', status: 200, authorized: true, cost },
  ]);
});
