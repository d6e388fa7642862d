import type { FreezeDatasetConfig, FreezeDatasetInput } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import { chooseSplitRule } from '../dataset/choose-split-rule.ts';
import type { ResolutionFacts } from './resolution-facts.ts';

/** The Stack and others take 0.7 to 0.85 for whole files; a change is shorter. */
export const defaultSimilarity = 0.85;

/** Across splits a likeness costs more than an item: of six public histories this takes 10 of 1,556. */
export const defaultAcrossSplits = 0.7;

/** @throws EvolineFailure nothing_to_work_on when nothing was mined that the patterns match */
export function resolveFreezeConfig(
  input: FreezeDatasetInput,
  facts: Pick<ResolutionFacts, 'minedRepositories' | 'now'>,
): FreezeDatasetConfig {
  const repositories = [...new Set(input.repositories ?? ['*'])].toSorted();
  if (facts.minedRepositories.length === 0) {
    const what = input.repositories ? ` from ${repositories.join(', ')}` : '';
    throw new EvolineFailure(
      'nothing_to_work_on',
      `No pull request${what} has been kept yet. Start minePullRequests first.`,
    );
  }
  const { nearDuplicateSimilarity = defaultSimilarity } = input;
  const across = nearDuplicateSimilarity === null ? null : defaultAcrossSplits;
  const { acrossSplitsSimilarity = across } = input;
  const split = chooseSplitRule(input, facts.minedRepositories);
  const { repositoryCap = null, settleDays = 0 } = input;
  return {
    recipe: {
      repositories,
      split,
      nearDuplicateSimilarity,
      acrossSplitsSimilarity,
      repositoryCap,
      settleDays,
    },
    asOf: input.asOf ?? facts.now,
    publish: input.publish ?? true,
    reason: input.reason ?? null,
    from: null,
  };
}
