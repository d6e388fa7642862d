import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TrainerCall } from '@evoline/clients/trainer/conversation';
import type { Trainer } from '@evoline/clients/trainer/trainer';
import type { UpdateDone } from '@evoline/contract/trainer-protocol';
import type { TrainDeps } from './train-deps.ts';

export interface BatchUpdate {
  readonly batchSha256: string;
  /** A folder that is made anew: policy and recovery are written below it. */
  readonly out: string;
  readonly saveRecovery: boolean;
}

/** Hands a frozen batch from the store to the trainer and lets it do one update. */
export async function runUpdate(
  { store }: Pick<TrainDeps, 'store'>,
  trainer: Trainer,
  { batchSha256, out, saveRecovery }: BatchUpdate,
  call: TrainerCall,
): Promise<UpdateDone> {
  const batch = `${out}.batch.safetensors`;
  await mkdir(path.dirname(out), { recursive: true });
  await rm(out, { recursive: true, force: true });
  await writeFile(batch, await store.get({ sha256: batchSha256 }));
  try {
    return await trainer.update(
      {
        batch,
        out,
        save_recovery: saveRecovery,
        expect_from_digest: trainer.weightsDigest,
      },
      call,
    );
  } finally {
    await rm(batch, { force: true });
  }
}
