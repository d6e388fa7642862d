import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freezeDataset } from '@evoline/activities/dataset/freeze-dataset';
import { openRun } from '@evoline/activities/ledger/open-run';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import type { DatasetVersionSummary, FreezeDatasetInput } from '@evoline/contract/dataset';
import type { MinedPullRequest, PullRequestItem } from '@evoline/contract/mine';
import type { Database } from '@evoline/db/open-database';
import { type DatasetDifference, datasetDifference } from '@evoline/db/queries/dataset-difference';
import { findDataset, type DatasetRow } from '@evoline/db/queries/datasets';
import { recordMined } from '@evoline/db/queries/record-mined';
import { insertRun, type NewRun } from '@evoline/db/queries/runs';
import { aRun, seedMined } from '@evoline/testing/database/seed-mined';
import {
  type TestDatabase,
  startTestDatabase,
} from '@evoline/testing/database/start-test-database';
import { ledgerDeps } from './ledger-deps.ts';

/** A real PostgreSQL and a store, in which items are mined and versions frozen. */
export interface FreezeWorld {
  readonly server: TestDatabase;
  readonly store: ArtifactStore;
  /** Folder of the store. */
  readonly folder: string;
  /** An empty ledger; the store is the same. */
  ledger(): Promise<FreezeLedger>;
  stop(): Promise<void>;
}

export interface FreezeLedger {
  readonly database: Database;
  /** A night that keeps these items. */
  mine(items: readonly PullRequestItem[], run?: Partial<NewRun>): Promise<void>;
  /** A night that drops a pull request. */
  drop(item: PullRequestItem, verdict: Partial<MinedPullRequest>): Promise<void>;
  freeze(input?: FreezeDatasetInput): Promise<DatasetVersionSummary>;
  version(name: string): Promise<DatasetRow>;
  diff(before: string, after: string): Promise<DatasetDifference>;
}

export async function startFreezeWorld(): Promise<FreezeWorld> {
  const server = await startTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'evoline-freeze-'));
  const store = openArtifactStore(join(folder, 'store'), { cache: join(folder, 'cache') });
  return {
    server,
    store,
    folder: join(folder, 'store'),
    ledger: async () => openLedger(await server.blank(), store),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function openLedger(database: Database, store: ArtifactStore): FreezeLedger {
  let runs = 0;
  const night = (over: Partial<NewRun> = {}) => aRun({ id: `night-${(runs += 1)}`, ...over });
  const version = async (name: string) => {
    const row = await findDataset(database, name);
    if (row === null) throw new Error(`no version ${name}`);
    return row;
  };
  return {
    database,
    version,
    mine: (items, run) =>
      seedMined(database, items, night(run), (item) => store.putJson(item, mediaTypes.item)),
    async drop({ repository, number, title, head, landed }, verdict) {
      const run = night();
      await insertRun(database, run);
      const base = { repository, number, title, url: null, head, landed, baseTip: null };
      const dropped = { ...base, mergeBase: null, status: 'dropped' as const, reason: null };
      const none = { evidence: null, reverts: null, files: [], itemDigest: null };
      const verdicts = [{ ...dropped, ...none, ...verdict }];
      const repositoryKey = `git:${repository}`;
      await recordMined(database, { runId: run.id, repositoryKey, items: [], verdicts });
    },
    async freeze(input = {}) {
      runs += 1;
      const { runId } = await openRun(ledgerDeps(database), {
        workflow: 'freezeDataset',
        input,
        workflowId: `freeze-${runs}`,
        firstRunId: 'first',
      });
      return await freezeDataset({ database, store }, { runId });
    },
    async diff(before, after) {
      const versions = { before: await version(before), after: await version(after) };
      return await datasetDifference(database, versions, { limit: 100, selects: () => true });
    },
  };
}
