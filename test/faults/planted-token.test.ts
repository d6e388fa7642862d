import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureMessage } from '@evoline/steering/failure-message';
import type { GitHubFaultAnswer } from '@evoline/testing/github/github-fault';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest';
import { evoline } from '../evoline-command.ts';
import { openSuite, type Suite } from '../suite.ts';
import { tracesOf } from './planted-token.ts';
import { everythingOf } from './search-everything.ts';

const planted = inject('planted');
const source = 'github:evoline-demo/held-out-01';
/** With a limit a run does not begin where the last one ended. */
const input = { source, limit: 50, filters: { unknownLicence: 'keep' } } as const;
/** What commands and failures have said so far. */
const said: string[] = [];

let suite: Suite;
let home: string;
let double: GitHubDouble;

beforeAll(async () => {
  suite = await openSuite();
  home = await mkdtemp(join(tmpdir(), 'evoline-planted-'));
  const { token, port } = planted;
  const sizes = { warmStart: 4, train: 4, heldOut: 8 };
  double = await startGitHubDouble({ home, port, tokens: [token], world: { sizes } });
});
afterEach(() => {
  double.state.faults.clear();
  vi.unstubAllEnvs();
});
afterAll(async () => {
  await double.close();
  await suite.close();
  await rm(home, { recursive: true, force: true });
});

const echo = (path: string, status: number, times: number | null = null) => {
  const answer: GitHubFaultAnswer = { kind: 'echoToken', status };
  double.state.faults.plan({ path, times, answer });
};

test('a worker mines with the token that it was given', async () => {
  const done = await suite.finished('minePullRequests', 'planted', input);
  expect(done).toMatchObject({ state: 'done', mined: { kept: expect.toSatisfy((n) => n > 3) } });
  const asked = double.state.requests.filter(({ path }) => /^\/(repos|graphql)/.test(path));
  // the double knows no other token, and GraphQL answers nobody without one
  expect(asked.every(({ authorized, status }) => authorized && status === 200)).toBe(true);
});

test.each([
  ['in the message of a refusal', '^/repos', 403],
  ['in the address of a redirect', '^/repos', 302],
  ['in the message of a refused query', '^/graphql', 403],
])('a run fails on an answer that repeats the token %s', async (_, path, status) => {
  echo(path, status);
  const failure = await suite
    .finished('minePullRequests', `planted ${path} ${status}`, input)
    .catch((error: unknown) => failureMessage(error));
  said.push(JSON.stringify(failure));
  expect(failure).toMatch(/GitHub: /);
  if (status !== 302) expect(failure).toContain('token [secret]');
});

test.each([
  ['errors of a server', '^/repos', 500, 3],
  ['a query that is answered with an error', '^/graphql', 200, 1],
])('a run outlives %s that repeat the token', async (_, path, status, times) => {
  echo(path, status, times);
  const done = await suite.finished('minePullRequests', `planted ${path} ${status}`, input);
  expect(done).toMatchObject({ state: 'done' });
});

test('commands say what was refused without the token', async () => {
  echo('^/repos', 403);
  vi.stubEnv('GITHUB_TOKENS', planted.token);
  vi.stubEnv('GITHUB_API_URL', `http://127.0.0.1:${planted.port}`);
  for (const options of [['--dry-run', '--json'], []]) {
    const { code, stdout, stderr } = await evoline('mine', 'run', '--source', source, ...options);
    said.push(stdout, stderr);
    expect([code, stderr]).toEqual([1, expect.stringContaining('token [secret]')]);
  }
  const { stdout, stderr } = await evoline('mine', 'funnel');
  said.push(stdout, stderr);
});

test('the token is nowhere: no file, log, row, event, artifact or message', async () => {
  const traces = tracesOf(planted);
  const found: string[] = [];
  const seen = { files: 0, histories: 0, artifacts: 0 };
  const places = said.map((content, at) => ({ name: `message ${at}`, content }));
  const look = (name: string, content: string | Buffer) => {
    if (traces.some((trace) => content.includes(trace))) found.push(name);
  };
  for (const { name, content } of places) look(name, content);
  for await (const { name, content } of everythingOf(suite)) {
    if (name.startsWith('history')) seen.histories += 1;
    else if (name.startsWith('artifact')) seen.artifacts += 1;
    else seen.files += 1;
    look(name, content);
  }
  expect(found).toEqual([]);
  expect(seen.histories).toBeGreaterThanOrEqual(6);
  expect(seen.artifacts).toBeGreaterThan(3);
  expect(seen.files).toBeGreaterThan(100);
});

test('the search finds a token where there is one', async () => {
  const traces = tracesOf(planted);
  const row = Buffer.from(`{"auth":"${planted.token}"}`);
  const header = Buffer.from(`x-access-token:${planted.token}`).toString('base64');
  for (const text of [row, `Basic ${header}`, planted.token.slice(0, 12)])
    expect(traces.some((trace) => text.includes(trace))).toBe(true);
  await suite.sql(`create table planted_here as select $1::text as token`, [planted.token]);
  const found: string[] = [];
  for await (const { name, content } of everythingOf(suite))
    if (traces.some((trace) => content.includes(trace))) found.push(name);
  await suite.sql('drop table planted_here');
  expect(found).toContain('public.planted_here');
});
