import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PolicyVersionRef } from '@evoline/contract/train';
import { commitWarmStart } from '@evoline/db/queries/commit-warm-start';
import { contentDigest } from '@evoline/domain/content-digest';
import type { TrainingGround } from './training-ground.ts';

/** Commits a version 0 whose checkpoint is a folder in the store; nobody can decode with it. */
export async function seedPolicyVersion(
  ground: Pick<TrainingGround, 'database' | 'store' | 'scratch' | 'config'>,
  run: { readonly runId: string; readonly epoch: number },
  weights = 'weights',
): Promise<PolicyVersionRef> {
  const folder = path.join(ground.scratch, `checkpoint-${run.runId}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'model.safetensors'), weights);
  const checkpoint = await ground.store.putDirectory(folder);
  return commitWarmStart(ground.database, {
    ...run,
    weightsDigest: contentDigest(weights),
    checkpoint,
    recovery: checkpoint,
    base: 'tiny',
    adaptation: ground.config.adaptation,
    demonstrations: null,
    demonstratedItems: [],
    metrics: {},
  });
}
