import type { FreezeDatasetConfig, FreezeDatasetInput } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import { chooseSplitRule } from '../dataset/choose-split-rule.ts';
import type { ResolutionFacts } from './resolution-facts.ts';

/** @throws EvolineFailure nothing_to_work_on when nothing was mined that the patterns match */
export function resolveFreezeConfig(
  input: FreezeDatasetInput,
  facts: Pick<ResolutionFacts, 'minedRepositories'>,
): FreezeDatasetConfig {
  const repositories = [...new Set(input.repositories ?? ['*'])].toSorted();
  if (facts.minedRepositories.length === 0) {
    const what = input.repositories ? ` from ${repositories.join(', ')}` : '';
    throw new EvolineFailure(
      'nothing_to_work_on',
      `No pull request${what} has been kept yet. Start minePullRequests first.`,
    );
  }
  return { repositories, split: chooseSplitRule(input, facts.minedRepositories) };
}
