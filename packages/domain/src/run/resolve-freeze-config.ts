import type {
  DatasetRecipe,
  FreezeDatasetConfig,
  FreezeDatasetInput,
} from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import { chooseSplitRule } from '../dataset/choose-split-rule.ts';
import type { FrozenFact, ResolutionFacts } from './resolution-facts.ts';

/** The Stack and others take 0.7 to 0.85 for whole files; a change is shorter. */
export const defaultSimilarity = 0.85;

/** Across splits a likeness costs more than an item: of six public histories this takes 10 of 1,556. */
export const defaultAcrossSplits = 0.7;

type Facts = Pick<ResolutionFacts, 'minedRepositories' | 'from' | 'now'>;

/**
 * @throws EvolineFailure nothing_to_work_on when nothing was mined that the patterns match; not_found when
 *   `from` names no version; input_invalid when fields do not go together
 */
export function resolveFreezeConfig(input: FreezeDatasetInput, facts: Facts): FreezeDatasetConfig {
  const from = input.from === undefined ? null : frozenVersion(input, facts);
  return {
    recipe: from === null ? recipeOf(input, facts) : from.recipe,
    asOf: input.asOf ?? facts.now,
    publish: input.publish ?? true,
    reason: input.reason ?? null,
    from: from?.digest ?? null,
  };
}

function recipeOf(input: FreezeDatasetInput, { minedRepositories }: Facts): DatasetRecipe {
  const repositories = [...new Set(input.repositories ?? ['*'])].toSorted();
  if (minedRepositories.length === 0) {
    const what = input.repositories ? ` from ${repositories.join(', ')}` : '';
    throw new EvolineFailure(
      'nothing_to_work_on',
      `No pull request${what} has been kept yet. Start minePullRequests first.`,
    );
  }
  const { nearDuplicateSimilarity = defaultSimilarity, repositoryCap = null } = input;
  const across = nearDuplicateSimilarity === null ? null : defaultAcrossSplits;
  const { acrossSplitsSimilarity = across, settleDays = 0 } = input;
  return {
    repositories,
    split: chooseSplitRule(input, minedRepositories),
    nearDuplicateSimilarity,
    acrossSplitsSimilarity,
    repositoryCap,
    settleDays,
  };
}

/** What a version that is frozen anew brings along. */
const broughtAlong = [
  'repositories',
  'seed',
  'shares',
  'pins',
  'splitBy',
  'splitAt',
  'stratifyBy',
  'repositoryCap',
  'nearDuplicateSimilarity',
  'acrossSplitsSimilarity',
  'settleDays',
] as const satisfies readonly (keyof FreezeDatasetInput)[];

function frozenVersion(input: FreezeDatasetInput, { from }: Facts): FrozenFact {
  const beside = broughtAlong.filter((field) => input[field] !== undefined);
  if (beside.length > 0) {
    throw new EvolineFailure(
      'input_invalid',
      `from: takes the items, splits and recipe of that version; leave out ${beside.join(', ')}`,
    );
  }
  if (from !== null && from !== undefined) return from;
  throw new EvolineFailure('not_found', `from: there is no dataset version ${input.from}.`);
}
