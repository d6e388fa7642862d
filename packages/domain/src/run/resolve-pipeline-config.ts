import type { RunPipelineConfig, RunPipelineInput } from '@evoline/contract/pipeline';
import { chooseSplitRule } from '../dataset/choose-split-rule.ts';
import { resolveMineConfig } from '../mine/mine-config.ts';
import { resolveReward } from '../reward/reward-choice.ts';
import { demoOrganisation, nameOfGitAddress, parseSourceLocator } from '../mine/source-locator.ts';
import type { ResolutionFacts } from './resolution-facts.ts';
import { settingsOf } from './resolve-train-config.ts';

/**
 * What the children are started with. Each child adds its own defaults when it opens; they are tried
 * here, so that a wrong value fails the pipeline at once and not at its fourth stage.
 *
 * @throws EvolineFailure input_invalid
 */
export function resolvePipelineConfig(
  input: RunPipelineInput,
  facts: Pick<ResolutionFacts, 'defaultSource'>,
): RunPipelineConfig {
  const { mine = {}, dataset = {}, train = {}, evaluate = {} } = input;
  const asked = { ...mine, ...(input.source !== undefined && { source: input.source }) };
  const { source } = resolveMineConfig(asked, facts);
  chooseSplitRule(dataset, []);
  settingsOf(train);
  if (evaluate.reward !== undefined) resolveReward(evaluate.reward);
  // Other sources may have been mined before: a pipeline works on its own.
  const repositories = dataset.repositories ?? repositoriesOf(source);
  const frozen = dataset.from === undefined ? { ...dataset, repositories } : dataset;
  return { source, mine, dataset: frozen, train, evaluate };
}

/** Patterns of the names that the repositories of a source get. */
export function repositoriesOf(locator: string): string[] {
  const source = parseSourceLocator(locator);
  switch (source.kind) {
    case 'demo':
      return [`${demoOrganisation}/${source.pattern}`];
    case 'git':
      return [nameOfGitAddress(source.address)];
    case 'github':
      return [`${source.owner}/${source.name}`];
    case 'archive':
      // Which ones were active in some hours is known only afterwards.
      return ['*'];
  }
}
