import type { Split } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import type { DatasetFact } from './resolution-facts.ts';

/**
 * The dataset that an input names, or the newest. A draft may be named by its digest.
 *
 * @throws EvolineFailure dataset_revoked, not_found, nothing_to_work_on
 */
export function requireDataset(named: string | undefined, found: DatasetFact | null): DatasetFact {
  if (found?.revoked !== undefined) {
    throw new EvolineFailure('dataset_revoked', `datasetVersion: ${found.revoked}`);
  }
  if (found !== null) return found;
  if (named !== undefined && named !== 'latest') {
    throw new EvolineFailure('not_found', `datasetVersion: there is no dataset version ${named}.`);
  }
  throw new EvolineFailure(
    'nothing_to_work_on',
    'There is no dataset version yet. Start freezeDataset first, and minePullRequests before it; or start runPipeline, which does all of it.',
  );
}

export function requireItems(dataset: DatasetFact, split: Split): void {
  if (dataset.splits[split] > 0) return;
  throw new EvolineFailure(
    'nothing_to_work_on',
    `Dataset version ${dataset.digest.slice(0, 12)} has no items in its ${split} split. Start minePullRequests for more, then freezeDataset, with other shares if need be.`,
  );
}
