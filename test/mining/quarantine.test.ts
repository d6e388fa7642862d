import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeBenchmarks } from '@evoline/activities/ledger/store-benchmarks';
import { type MineDeps, openMineDeps } from '@evoline/activities/mine/mine-deps';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { PullRequestItem } from '@evoline/contract/mine';
import { insertRun } from '@evoline/db/queries/runs';
import { minedPullRequestsOf } from '@evoline/db/queries/what-was-mined';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { aRun } from '@evoline/testing/database/seed-mined';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MadeRepository } from './made-repository.ts';
import { openMineRun, runActivities } from './run-activities.ts';

// Put together here, so that no scanner takes this file for a leak.
const inCode = ['ghp', 'x7Kd93mQpL2vR8sT4wYz6bN1cF5hJ0gA3eUi'].join('_');
const inText = ['ghp', 'Zq8Lw2Nc5Xv7Bm1Ka4Jd6Hf9Gs3PoIuYtReW'].join('_');
const mail = 'ada.lovelace@analytical-engine.org';

let folder = '';
let ledger: TestDatabase;
let deps: MineDeps;
let commits: readonly string[] = [];
const source = () => `git:${join(folder, 'made.git')}`;
const statement =
  'The ledger forgets the last carton of a crate whenever the crate is closed twice within one second by two clerks';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'evoline-quarantine-'));
  ledger = await startTestDatabase();
  deps = await openMineDeps({
    database: ledger.database,
    store: openArtifactStore(join(folder, 'store'), { cache: join(folder, 'host') }),
    cacheFolder: join(folder, 'cache'),
    environment: process.env,
    githubApiUrl: 'http://127.0.0.1:9',
    githubTokens: [],
    demoWorldUrl: null,
  });
  const repository = new MadeRepository();
  const base = repository.main({
    message: 'Begin',
    files: { 'a.py': 'a = 1\n', 'b.py': 'b = 1\n' },
  });
  const branch = (files: Readonly<Record<string, string>>, message = 'Work') =>
    repository.commit({ parents: [base], message, author: 'bob', files });
  repository.merge(
    1,
    branch({ 'a.py': 'a = 2\n' }),
    `Fix a\n\nReported by ${mail} from 84.17.52.9`,
  );
  repository.merge(2, branch({ 'b.py': `b = "${inCode}"\n` }), 'Add a key');
  repository.merge(3, branch({ 'c.py': 'c = 1\n' }), `Use ${inText}`);
  repository.merge(4, branch({ 'd.py': 'd = 1\n' }), statement);
  repository.merge(5, branch({ 'e.py': 'e = 1\n' }), 'Add e');
  await mkdir(join(folder, 'made.git'));
  commits = await repository.write(join(folder, 'made.git'));
});
afterAll(async () => {
  await ledger.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Every byte that mining has written: blobs of the store, and all rows of all tables. */
async function everythingStored(): Promise<string> {
  const files = await readdir(join(folder, 'store'), { recursive: true, withFileTypes: true });
  const blobs = files
    .filter((entry) => entry.isFile())
    .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8'));
  const tables = await ledger.sql("select tablename from pg_tables where schemaname = 'public'");
  const rows = tables.map(({ tablename }) => ledger.sql(`select * from "${String(tablename)}"`));
  return JSON.stringify([await Promise.all(blobs), await Promise.all(rows)]);
}

it('quarantines secrets of code and of texts, and what is stored holds neither secret nor personal data', async () => {
  await openMineRun(deps, 'quarantine', { source: source() });
  await runActivities(deps, 'quarantine');
  const verdicts = await minedPullRequestsOf(ledger.database, 'quarantine');
  const of = (number: number) => verdicts.find((verdict) => verdict.number === number);
  expect(of(2)).toMatchObject({ reason: 'secret_found', evidence: 'github-token in b.py' });
  expect(of(3)).toMatchObject({
    reason: 'secret_found',
    evidence: 'github-token in its texts',
    title: 'Use <secret>',
  });
  const kept = of(1)?.itemDigest ?? '';
  const item = PullRequestItem.parse(await deps.store.getJson({ sha256: kept }));
  expect(item.body).toContain('Reported by <email> from <ip>');
  const stored = await everythingStored();
  expect(stored).toContain('Reported by <email>');
  for (const planted of [inCode, inText, mail, '84.17.52.9']) expect(stored).not.toContain(planted);
});

it('keeps nothing that a benchmark file holds: statements, patches, or a whole copied history', async () => {
  const file = join(folder, 'made-up.jsonl');
  const patch =
    'diff --git a/e.py b/e.py\nnew file mode 100644\n--- /dev/null\n+++ b/e.py\n@@ -0,0 +1 @@\n+e = 1\n';
  const tasks: object[] = [
    { instance_id: 'made__up-1', problem_statement: `Bug report\n\n${statement}.` },
    { instance_id: 'made__up-2', patch },
  ];
  const mine = async (runId: string) => {
    await writeFile(file, tasks.map((task) => JSON.stringify(task)).join('\n'));
    const benchmarks = await storeBenchmarks(deps, [file]);
    const config = resolveMineConfig({ source: source() }, { benchmarks });
    await insertRun(
      deps.database,
      aRun({ id: runId, config: { workflow: 'minePullRequests', config } }),
    );
    await runActivities(deps, runId);
    const verdicts = await minedPullRequestsOf(ledger.database, runId);
    return Object.fromEntries(
      verdicts.map(({ number, reason, evidence }) => [number, { reason, evidence }]),
    );
  };
  expect(await mine('tasks')).toMatchObject({
    1: { reason: null },
    4: { reason: 'benchmark_statement', evidence: '13 words in a row with made__up-1' },
    5: { reason: 'benchmark_patch', evidence: 'the patch of made__up-2' },
  });
  tasks.push({ instance_id: 'made__up-3', base_commit: commits[1] });
  const copied = await mine('copy');
  expect(new Set(Object.values(copied).map(({ reason }) => reason))).toEqual(
    new Set(['benchmark_commit']),
  );
});

it('names the benchmark file that cannot be read, and the line that cannot', async () => {
  const file = join(folder, 'broken.jsonl');
  await writeFile(file, '{"instance_id":"x"}\n');
  await expect(storeBenchmarks(deps, [file])).rejects.toThrow(/broken\.jsonl, line 1/);
  await expect(storeBenchmarks(deps, [join(folder, 'none.jsonl')])).rejects.toMatchObject({
    code: 'input_invalid',
  });
  await expect(storeBenchmarks(deps, ['relative.jsonl'])).rejects.toThrow(/absolute path/);
});
