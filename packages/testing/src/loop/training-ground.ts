import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { createFolderStore } from '@evoline/clients/artifact-store/folder-store';
import { createEngineClient } from '@evoline/clients/engine/engine-client';
import type { InferenceEngine } from '@evoline/clients/engine/inference-engine';
import type { Split } from '@evoline/contract/dataset';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { TrainPolicyConfig, TrainPolicyInput } from '@evoline/contract/train';
import type { Database } from '@evoline/db/open-database';
import { acquireLease, runLeaseKey } from '@evoline/db/queries/leases';
import { insertRun } from '@evoline/db/queries/runs';
import { resolveTrainConfig } from '@evoline/domain/run/resolve-train-config';
import { aRun } from '../database/seed-mined.ts';
import { type TestDatabase, startTestDatabase } from '../database/start-test-database.ts';
import { type EngineDouble, startEngineDouble } from '../engine/start-engine-double.ts';
import { seedTaskDataset } from './seed-task-dataset.ts';

export interface TrainingGroundOptions {
  /** Of the training run; lengths are in tokens of the engine double, which are mostly bytes. */
  readonly input?: TrainPolicyInput;
  readonly itemsPerSplit?: number;
}

/** One training run that has just been opened, with everything its activities work with. */
export interface TrainingGround {
  readonly database: Database;
  readonly postgres: TestDatabase;
  readonly store: ArtifactStore;
  /** The store's folder, for tests that damage it. */
  readonly storeFolder: string;
  readonly double: EngineDouble;
  readonly engine: InferenceEngine;
  readonly items: Readonly<Record<Split, readonly PullRequestItem[]>>;
  readonly datasetVersion: string;
  readonly config: TrainPolicyConfig;
  readonly scratch: string;
  /** Opens another run of the same configuration and gives it its lease. */
  openRun(runId: string): Promise<{ readonly runId: string; readonly epoch: number }>;
  stop(): Promise<void>;
}

/** A real database, a real store and an engine double around a dataset of small tasks. */
export async function startTrainingGround(
  options: TrainingGroundOptions = {},
): Promise<TrainingGround> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'evoline-ground-'));
  const storeFolder = path.join(scratch, 'store');
  const store = createFolderStore({ root: storeFolder, cache: path.join(scratch, 'cache') });
  const [postgres, double] = await Promise.all([startTestDatabase(), startEngineDouble()]);
  const { database } = postgres;
  const dataset = await seedTaskDataset({ database, store }, options.itemsPerSplit ?? 4);
  const lengths = { maxPromptTokens: 1024, maxCompletionTokens: 512 };
  const config = resolveTrainConfig(
    { groupSize: 4, promptsPerStep: 2, steps: 4, ...lengths, ...options.input },
    { dataset },
  );
  return {
    database,
    postgres,
    store,
    storeFolder,
    double,
    engine: createEngineClient({ name: 'default', address: double.url }),
    items: dataset.itemsOf,
    datasetVersion: dataset.digest,
    config,
    scratch,
    openRun: (runId) => openRun(database, runId, config),
    stop: async () => {
      await Promise.all([postgres.stop(), double.close()]);
      await rm(scratch, { recursive: true, force: true });
    },
  };
}

async function openRun(database: Database, runId: string, config: TrainPolicyConfig) {
  const configured = { workflow: 'trainPolicy' as const, config };
  await insertRun(database, aRun({ id: runId, workflow: 'trainPolicy', config: configured }));
  const answer = await acquireLease(database, { key: runLeaseKey(runId), runId, seconds: 3600 });
  if (!answer.held) throw new Error(`${answer.holder} holds the lease of ${runId}`);
  return { runId, epoch: answer.epoch };
}
