import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { zstdDecompressSync } from 'node:zlib';
import { type MineDeps, openMineDeps } from '@evoline/activities/mine/mine-deps';
import { planQuota } from '@evoline/activities/mine/plan-quota';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import type { GitHubFaultAnswer } from '@evoline/testing/github/github-fault';
import { type GitHubDouble, startGitHubDouble } from '@evoline/testing/github/start-github-double';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { aContext, openMineRun, runActivities } from './run-activities.ts';

const planted = `ghp_${'PlantedSecret'.repeat(3)}`;
const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();

let folder = '';
let ledger: TestDatabase;
let double: GitHubDouble;
let deps: MineDeps;
/** Everything that people, Temporal or a log might be shown. */
const shown: unknown[] = [];

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      shown.push(String(text));
      return true;
    });
  folder = await mkdtemp(join(tmpdir(), 'evoline-secrets-'));
  const sizes = { warmStart: 4, train: 4, heldOut: 4 };
  const app = { appId: '42', key: privateKey, installations: [7] };
  [ledger, double] = await Promise.all([
    startTestDatabase(),
    startGitHubDouble({ home: folder, world: { sizes }, tokens: [planted], app }),
  ]);
  deps = await openMineDeps({
    database: ledger.database,
    store: openArtifactStore(join(folder, 'store'), { cache: join(folder, 'host') }),
    cacheFolder: join(folder, 'cache'),
    environment: { ...process.env, GITHUB_TOKENS: planted },
    githubApiUrl: double.url,
    githubTokens: [planted],
    githubApp: { appId: '42', privateKey, installationIds: [] },
    demoWorldUrl: null,
  });
});
afterAll(async () => {
  vi.restoreAllMocks();
  await double.close();
  await ledger.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a night whose faults repeat the request's headers, and keeps whatever it says of that. */
async function badNight(runId: string, path: string, answer: GitHubFaultAnswer): Promise<void> {
  double.state.faults.clear();
  double.state.faults.plan({ path, times: null, answer });
  await openMineRun(deps, runId, { source: 'github:evoline-demo/*' });
  const failed = await runActivities(deps, runId).then(
    () => null,
    (error: unknown) => error,
  );
  expect(failed).not.toBeNull();
  shown.push(failed, await planQuota(deps, { runId }, aContext()));
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function everyRow(): Promise<string> {
  const tables = await ledger.sql("select tablename from pg_tables where schemaname = 'public'");
  const rows = await Promise.all(
    tables.map(({ tablename }) => ledger.sql(`select to_jsonb(t) from "${String(tablename)}" t`)),
  );
  return JSON.stringify(rows);
}

it('no token is in any row, artifact, file, error or line of output', async () => {
  const echo = { kind: 'echoToken', status: 502 } as const;
  await badNight('echo everywhere', '^/(?!app)', echo);
  await badNight('echo of lists', '/(pulls|issues)', echo);
  await badNight('echo of queries', '^/graphql', echo);
  await badNight('refused', '^/repos', { kind: 'status', status: 403, message: `no ${planted}` });
  await badNight('garbled', '^/graphql', { kind: 'status', status: 422, message: planted });
  double.state.faults.clear();
  await openMineRun(deps, 'good night', { source: 'github:evoline-demo/*' });
  expect((await runActivities(deps, 'good night')).seen).toBeGreaterThan(0);
  double.state.revoke(planted);
  await openMineRun(deps, 'revoked', { source: 'github:evoline-demo/*' });
  await runActivities(deps, 'revoked');

  const secrets = ['PlantedSecret', 'ghs_7x', 'PRIVATE KEY', 'eyJ'];
  const said = inspect(shown, { depth: 20, maxStringLength: null, maxArrayLength: null });
  expect(said).toContain('refused: authorization');
  const rows = await everyRow();
  for (const secret of secrets) {
    expect(said).not.toContain(secret);
    expect(rows).not.toContain(secret);
  }
  expect(rows).toContain('token:');
  for (const file of await filesBelow(folder)) {
    const stored = await readFile(file);
    const bytes = file.endsWith('.zst') ? zstdDecompressSync(stored) : stored;
    for (const secret of secrets.slice(0, 2)) expect(bytes.includes(secret), file).toBe(false);
  }
});
