import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { extractItems } from '@evoline/activities/mine/extract-items';
import { hydratePullRequests } from '@evoline/activities/mine/hydrate-pull-requests';
import { type MineDeps, openMineDeps } from '@evoline/activities/mine/mine-deps';
import { openSource } from '@evoline/activities/mine/open-source';
import { pagePullRequests } from '@evoline/activities/mine/page-pull-requests';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { EvolineFailure } from '@evoline/contract/failures';
import type { HydratedPage, PullRequestPage, SourceRepository } from '@evoline/contract/mine';
import type { Database } from '@evoline/db/open-database';
import { insertRun } from '@evoline/db/queries/runs';
import { minedPullRequestsOf } from '@evoline/db/queries/what-was-mined';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { aRun } from '@evoline/testing/database/seed-mined';
import { aContext } from './run-activities.ts';

/** A run over one repository whose activities a test calls one at a time. */
export class TroubledMiner {
  readonly deps: MineDeps;
  readonly repository: SourceRepository;
  readonly #runId: string;
  readonly #folder: string;

  static async open(
    database: Database,
    apiUrl: string,
    name: string,
    gitPath: (folder: string) => Promise<string> = async () => process.env['PATH'] ?? '',
  ): Promise<TroubledMiner> {
    const folder = await mkdtemp(join(tmpdir(), 'evoline-troubled-'));
    const deps = await openMineDeps({
      database,
      store: openArtifactStore(join(folder, 'store'), { cache: join(folder, 'host') }),
      cacheFolder: join(folder, 'cache'),
      environment: { ...process.env, PATH: await gitPath(folder) },
      githubApiUrl: apiUrl,
      // a token of its own, whose quota nobody has used
      githubTokens: [`token of ${folder}`],
      demoWorldUrl: null,
    });
    const source = `github:${name}`;
    // limited, so that every run looks at everything again
    const filters = { unknownLicence: 'keep' as const };
    const config = resolveMineConfig({ source, limit: 1_000, filters });
    const runId = `${name} ${folder}`;
    const stored = { workflow: 'minePullRequests' as const, config };
    await insertRun(database, aRun({ id: runId, config: stored }));
    const opened = await openSource(deps, { runId }, aContext());
    const [repository] = opened.kind === 'page' ? opened.repositories : [];
    if (repository === undefined) throw new Error(`${name} was not found`);
    return new TroubledMiner(deps, repository, runId, folder);
  }

  constructor(deps: MineDeps, repository: SourceRepository, runId: string, folder: string) {
    this.deps = deps;
    this.repository = repository;
    this.#runId = runId;
    this.#folder = folder;
  }

  get of() {
    return { runId: this.#runId, repository: this.repository };
  }

  list(): Promise<PullRequestPage> {
    return pagePullRequests(this.deps, { ...this.of, cursor: null }, aContext());
  }

  async hydrate(): Promise<HydratedPage> {
    const found = present(await this.list());
    return await hydratePullRequests(this.deps, { ...this.of, page: found.page }, aContext());
  }

  async extract(): Promise<void> {
    const hydrated = present(await this.hydrate());
    await extractItems(this.deps, { ...this.of, page: hydrated.page }, aContext());
  }

  /** Number, reason (null: kept) and head of every pull request. */
  async verdicts(): Promise<readonly (readonly [number, string | null, string | null])[]> {
    const rows = await minedPullRequestsOf(this.deps.database, this.#runId);
    return rows.map(({ number, reason, head }) => [number, reason, head] as const);
  }

  close(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}

/** As the workflow takes an answer. */
function present<T extends { readonly kind: string }>(
  answer: T,
): Extract<T, { readonly kind: 'page' }> {
  if (answer.kind === 'page') return answer as Extract<T, { readonly kind: 'page' }>;
  if ('reason' in answer) throw new EvolineFailure('source_gone', String(answer.reason));
  throw new Error('asked to wait');
}

/** A PATH whose git finds the disk full at its first clone, and then works as ever. */
export async function onceFullDisk(folder: string): Promise<string> {
  const path = process.env['PATH'] ?? '';
  const bin = join(folder, 'bin');
  const script = `#!/bin/sh
if [ "$1" = clone ] && mkdir '${bin}/was-full' 2>/dev/null; then
  echo 'fatal: write error: No space left on device' >&2
  exit 128
fi
PATH='${path}' exec git "$@"
`;
  await mkdir(bin);
  await writeFile(join(bin, 'git'), script);
  await chmod(join(bin, 'git'), 0o755);
  return `${bin}${delimiter}${path}`;
}
