import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PolicyVersionRef } from '@evoline/contract/train';
import { commitWarmStart } from '@evoline/db/queries/commit-warm-start';
import { contentDigest } from '@evoline/domain/content-digest';
import type { TrainingGround } from './training-ground.ts';

/** Commits a version 0 whose checkpoint holds its digest alone: enough for the doubles. */
export async function seedPolicyVersion(
  ground: Pick<TrainingGround, 'database' | 'store' | 'scratch' | 'config'>,
  run: { readonly runId: string; readonly epoch: number },
  weights = 'weights',
): Promise<PolicyVersionRef> {
  const weightsDigest = contentDigest(weights);
  const folder = path.join(ground.scratch, `checkpoint-${run.runId}`);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'weights'), weightsDigest);
  const checkpoint = await ground.store.putDirectory(folder);
  return commitWarmStart(ground.database, {
    ...run,
    weightsDigest,
    checkpoint,
    recovery: checkpoint,
    base: 'tiny',
    adaptation: ground.config.adaptation,
    demonstrations: null,
    demonstratedItems: [],
    metrics: {},
  });
}
