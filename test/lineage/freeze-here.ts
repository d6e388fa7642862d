import { randomUUID } from 'node:crypto';
import { freezeDataset } from '@evoline/activities/dataset/freeze-dataset';
import { openRun } from '@evoline/activities/ledger/open-run';
import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { FreezeDatasetInput } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { ledgerDeps } from './ledger-deps.ts';

/** What the workflow freezeDataset does, in this process. Returns the version; null when nothing is left. */
export async function freezeHere(
  { database, store }: { readonly database: Database; readonly store: ArtifactStore },
  input: FreezeDatasetInput,
): Promise<string | null> {
  const request = { workflow: 'freezeDataset', workflowId: randomUUID() } as const;
  const { runId } = await openRun(ledgerDeps(database), { ...request, firstRunId: 'first', input });
  try {
    return (await freezeDataset({ database, store }, { runId })).digest;
  } catch (error) {
    if (error instanceof EvolineFailure && error.code === 'nothing_to_work_on') return null;
    throw error;
  }
}
