import type { ConfigOf } from '@evoline/contract/run';
import type { PolicyVersionRef } from '@evoline/contract/train';
import { insertRows } from '@evoline/db/insert-rows';
import type { Database } from '@evoline/db/open-database';
import { recordArtifacts } from '@evoline/db/queries/artifacts';
import { recordBatch } from '@evoline/db/queries/batches';
import { commitStep } from '@evoline/db/queries/commit-step';
import { commitWarmStart } from '@evoline/db/queries/commit-warm-start';
import { acquireLease, runLeaseKey } from '@evoline/db/queries/leases';
import { insertRun } from '@evoline/db/queries/runs';
import { reward } from '@evoline/db/tables/reward';
import { rolloutGroup, sample } from '@evoline/db/tables/rollout';
import { contentDigest } from '@evoline/domain/content-digest';
import { assembleDataset } from '@evoline/domain/dataset/assemble-dataset';
import { assignSplits } from '@evoline/domain/dataset/assign-splits';
import { chooseStepItems } from '@evoline/domain/dataset/choose-step-items';
import { rewardText } from '@evoline/domain/reward/reward-choice';
import { samplingDigest, trainGroupId } from '@evoline/domain/rollout/group-id';
import { resolveFreezeConfig } from '@evoline/domain/run/resolve-freeze-config';
import { resolveTrainConfig } from '@evoline/domain/run/resolve-train-config';
import { recordFrozen } from './record-frozen.ts';
import { aRun, anItem, blobCalled, seedMined } from './seed-mined.ts';

/** How large a training history to write. Samples: steps x promptsPerStep x groupSize. */
export interface TrainingSize {
  /** Per split. */
  readonly items: { readonly warmStart: number; readonly train: number; readonly heldOut: number };
  readonly steps: number;
  readonly promptsPerStep: number;
  readonly groupSize: number;
}

export interface SeededTraining {
  readonly runId: string;
  readonly datasetVersion: string;
  readonly config: ConfigOf<'trainPolicy'>;
  /** Of the lease that the run holds. */
  readonly epoch: number;
  readonly last: PolicyVersionRef;
}

/** The size of the lineage measurements: 102,400 samples. */
export const hundredThousandSamples: TrainingSize = {
  items: { warmStart: 400, train: 2000, heldOut: 128 },
  steps: 200,
  promptsPerStep: 64,
  groupSize: 8,
};

/** Writes a whole history through the ledger's own queries: mined, frozen, warm-started, trained. */
export async function seedTraining(
  database: Database,
  size: TrainingSize,
  runId = 'train-run',
): Promise<SeededTraining> {
  const dataset = await seedDataset(database, size);
  const config = resolveTrainConfig(
    { steps: size.steps, promptsPerStep: size.promptsPerStep, groupSize: size.groupSize },
    { dataset },
  );
  const configured = { workflow: 'trainPolicy' as const, config };
  await insertRun(database, aRun({ id: runId, workflow: 'trainPolicy', config: configured }));
  const answer = await acquireLease(database, { key: runLeaseKey(runId), runId, seconds: 3600 });
  const epoch = answer.held ? answer.epoch : 0;
  const training = { database, runId, config, epoch, trainItems: dataset.itemsOf('train') };
  let last = await commitWarmStart(database, {
    runId,
    epoch,
    weightsDigest: contentDigest([runId, 0]),
    checkpoint: blobCalled(`${runId} checkpoint 0`),
    recovery: blobCalled(`${runId} recovery 0`),
    base: config.base,
    adaptation: config.adaptation,
    demonstrations: blobCalled(`${runId} demonstrations`),
    demonstratedItems: dataset.itemsOf('warm-start').map((digest) => ({
      itemDigest: digest,
      samples: 1,
    })),
    metrics: { loss: 1 },
  });
  for (let step = 1; step <= size.steps; step += 1) last = await seedStep(training, step, last.id);
  return { runId, datasetVersion: dataset.digest, config, epoch, last };
}

interface Training {
  readonly database: Database;
  readonly runId: string;
  readonly config: ConfigOf<'trainPolicy'>;
  readonly epoch: number;
  readonly trainItems: readonly string[];
}

const now = '2026-01-01T00:00:00.000Z';

async function seedDataset(database: Database, { items: counts }: TrainingSize) {
  const splits = {
    'warm-start': counts.warmStart,
    train: counts.train,
    'held-out': counts.heldOut,
  };
  const items = Object.entries(splits).flatMap(([split, count]) =>
    Array.from({ length: count }, (_, at) => anItem(`evoline-demo/${split}-01`, at + 1)),
  );
  await seedMined(database, items);
  const names = [...new Set(items.map((item) => item.repository))];
  const frozen = resolveFreezeConfig({}, { minedRepositories: names, now });
  const assembled = assembleDataset(
    assignSplits(
      frozen.recipe.split,
      items.map((item) => ({ ...item, digest: contentDigest(item) })),
    ),
    frozen.recipe,
  );
  await insertRun(
    database,
    aRun({ id: 'freeze-run', config: { workflow: 'freezeDataset', config: frozen } }),
  );
  const manifest = blobCalled('manifest');
  await recordFrozen(database, assembled, {
    recipe: frozen.recipe,
    manifest,
    runId: 'freeze-run',
  });
  const itemsOf = (split: string) =>
    assembled.items.filter((item) => item.split === split).map((item) => item.digest);
  return { digest: assembled.digest, splits: assembled.splits, itemsOf };
}

/** Samples, scores, freezes and commits one step of a run that stands just before it. */
async function seedStep(training: Training, step: number, from: string): Promise<PolicyVersionRef> {
  const { database, runId, epoch } = training;
  const { groups, samples, rewards } = rowsOfStep(training, step, from);
  const blobs = groups.map((group) => blobCalled(group.groupId));
  await database.transaction(async (db) => {
    await recordArtifacts(db, blobs);
    await insertRows(db, rolloutGroup, groups);
    await insertRows(db, sample, samples);
    await insertRows(db, reward, rewards);
  });
  const batch = blobCalled(`${runId} batch ${step}`);
  await recordBatch(database, {
    runId,
    step,
    fromPolicyVersion: from,
    batch,
    samples: samples.length,
    hasSignal: true,
    metrics: {
      reward: 0,
      wellFormed: 1,
      exact: 0,
      zeroVarianceGroups: 0,
      truncated: 0,
      excluded: 0,
    },
    members: samples.map(({ groupId, index }) => ({ groupId, index, advantage: index % 2 })),
  });
  return await commitStep(database, {
    runId,
    step,
    fromPolicyVersion: from,
    batch,
    epoch,
    weightsDigest: contentDigest([runId, step]),
    checkpoint: blobCalled(`${runId} checkpoint ${step}`),
    recovery: null,
    metrics: { loss: 1 / step },
  });
}

function rowsOfStep({ runId, config, trainItems }: Training, step: number, from: string) {
  const { seed, promptsPerStep, sampling, template } = config;
  const drawn = chooseStepItems(trainItems, { seed, step, promptsPerStep });
  const groups = drawn.map(({ itemDigest: digest, seedBlock }) => {
    const groupId = trainGroupId({ runId, itemDigest: digest, policyVersion: from, seedBlock });
    return {
      groupId,
      runId,
      step,
      template,
      sampling,
      purpose: 'train' as const,
      itemDigest: digest,
      policyVersionId: from,
      seed: step,
      samplingDigest: samplingDigest(sampling),
      state: 'finished' as const,
      blobSha256: blobCalled(groupId).sha256,
      finishedAt: new Date(),
    };
  });
  const samples = groups.flatMap(({ groupId }) =>
    Array.from({ length: sampling.samples }, (_, index) => ({
      runId,
      groupId,
      index,
      finishReason: 'stop',
      completionTokens: 40,
      outputDigest: contentDigest([groupId, index]),
    })),
  );
  const rewards = samples.map(({ groupId, index }) => ({
    runId,
    groupId,
    index,
    reward: rewardText(config.reward),
    configDigest: contentDigest('caps'),
    outcome: 'scored' as const,
    value: index % 2,
    exact: index % 2 === 1,
    parts: [],
  }));
  return { groups, samples, rewards };
}
