import type { ConfigOf, RunConfig } from '@evoline/contract/run';
import { rewardText } from '../reward/reward-choice.ts';
import { settingsOf } from './resolve-train-config.ts';
import type { DatasetFact, ResolutionFacts } from './resolution-facts.ts';

/** A resolved configuration in a few sentences. */
export function planLines(
  resolved: RunConfig,
  facts: Pick<ResolutionFacts, 'minedRepositories' | 'dataset'>,
): string[] {
  switch (resolved.workflow) {
    case 'minePullRequests':
      return mineLines(resolved.config);
    case 'mineNightly':
      return nightlyLines(resolved.config);
    case 'freezeDataset':
      return freezeLines(resolved.config, facts.minedRepositories.length);
    case 'trainPolicy':
      return trainLines(resolved.config, facts.dataset);
    case 'evaluateCheckpoint':
      return evaluateLines(resolved.config);
    case 'runPipeline':
      return pipelineLines(resolved.config);
  }
}

function mineLines(config: ConfigOf<'minePullRequests'>): string[] {
  const { source, limit, filters, benchmarks } = config;
  const which = limit === null ? 'every pull request' : `the newest ${limit} pull requests`;
  return [
    `Mine ${which} of ${source} since the last run.`,
    `Keep what ${filters.authorKinds.join(' or ')} authors merged, at most ${filters.maxChangedFiles} files, ${filters.maxChangedLines} lines and about ${filters.maxPromptTokens} tokens, and whose patch replays.`,
    `Keep licences ${filters.licences.join(', ')}; ${filters.unknownLicence} what has none that is known.`,
    `Leave out the repositories of ${[...filters.excludedSuites, ...filters.excludedRepositories].join(', ') || 'no suite'}, their forks and mirrors.`,
    ...benchmarks.map(
      ({ name, instances }) => `Leave out what is like one of ${instances} tasks in ${name}.`,
    ),
    ...(filters.modelCutoff === null
      ? []
      : [`Leave out what was merged up to ${filters.modelCutoff}.`]),
    ...(filters.off.length === 0 ? [] : [`Switched off: ${filters.off.join(', ')}.`]),
  ];
}

function nightlyLines({ sources, atOnce, nominalTime }: ConfigOf<'mineNightly'>): string[] {
  const which = sources?.join(', ') ?? 'the listed sources';
  return [`Mine ${which} for the night of ${nominalTime}, at most ${atOnce} at once.`];
}

function freezeLines(config: ConfigOf<'freezeDataset'>, found: number): string[] {
  if (config.from !== null) {
    return [
      `Freeze the items of dataset version ${config.from.slice(0, 12)} in their splits, without what was revoked or has opted out since.`,
      ...publishLines(config),
    ];
  }
  const { repositories, split, nearDuplicateSimilarity } = config.recipe;
  const { shares } = split;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const pins = split.pins.map((pin) => `${pin.pattern} to ${pin.split}`);
  return [
    `Freeze the kept pull requests of ${repositories.join(', ')} (${found} repositories).`,
    `Leave out what was taken back later${nearDuplicateSimilarity === null ? '' : `, and what is ${percent(nearDuplicateSimilarity)} alike an earlier change`}.`,
    ...(pins.length > 0 ? [`Pinned: ${pins.join(', ')}.`] : []),
    `The others are cut by ${split.kind}, seed ${split.seed}: warm-start ${percent(shares['warm-start'])}, train ${percent(shares.train)}, held-out ${percent(shares['held-out'])}.`,
    ...ruleLines(config.recipe),
    ...publishLines(config),
  ];
}

function ruleLines(recipe: ConfigOf<'freezeDataset'>['recipe']): string[] {
  const { split, settleDays, repositoryCap, acrossSplitsSimilarity: across } = recipe;
  const at = split.kind === 'time' ? split.at : null;
  return [
    ...(at === null ? [] : [`train begins at ${at.train}, held-out at ${at.heldOut}.`]),
    ...(split.kind !== 'time' && split.stratifyBy !== null
      ? [`The shares hold within each ${split.stratifyBy}.`]
      : []),
    ...(settleDays === 0 ? [] : [`What was merged less than ${settleDays} days ago waits.`]),
    ...(repositoryCap === null ? [] : [`At most ${repositoryCap} items of one repository.`]),
    ...(across === null
      ? []
      : [`No two items of different splits are ${Math.round(across * 100)} % alike.`]),
  ];
}

function publishLines({ publish }: ConfigOf<'freezeDataset'>): string[] {
  if (publish === true) return [];
  if (publish === false) return ['It stays a draft.'];
  const { minNewItems, maxShareMove } = publish;
  return [
    `It is published when ${minNewItems} items are new and no reason's share moved more than ${maxShareMove * 100} %, else it stays a draft.`,
  ];
}

function trainLines(config: ConfigOf<'trainPolicy'>, dataset: DatasetFact | null): string[] {
  const { splits } = dataset ?? {};
  const counts = splits
    ? ` (warm-start ${splits['warm-start']}, train ${splits.train}, held-out ${splits['held-out']})`
    : '';
  return [
    `Train on dataset version ${config.datasetVersion.slice(0, 12)}${counts}.`,
    ...settingLines(config),
  ];
}

function settingLines(config: ReturnType<typeof settingsOf>): string[] {
  const { sampling, optimizer, warmStart, adaptation } = config;
  const lora = adaptation.kind === 'lora' ? `, LoRA rank ${adaptation.rank}` : '';
  const start =
    warmStart.steps === 0
      ? `Register ${config.base} as policy version 0${lora}.`
      : `Warm-start ${config.base}${lora}: ${warmStart.steps} steps of ${warmStart.batchSize} on at most ${warmStart.maxDemonstrations} flawed demonstrations.`;
  return [
    start,
    `${config.steps} GRPO updates of ${config.promptsPerStep} prompts x ${sampling.samples} samples at T=${sampling.temperature}, at most ${sampling.maxCompletionTokens} tokens, ${optimizer.lossType}, learning rate ${optimizer.learningRate}, seed ${config.seed}.`,
    `Prompt ${config.template}, reward ${rewardText(config.reward)}, engine ${config.engine}; evaluate ${config.evaluateEvery === 0 ? 'before and after' : `every ${config.evaluateEvery} updates`} on at most ${config.maxEvaluationItems} items.`,
  ];
}

function evaluateLines(config: ConfigOf<'evaluateCheckpoint'>): string[] {
  const against = config.baseline === null ? '' : `, against ${config.baseline}`;
  return [
    `Evaluate policy version ${config.policyVersion}${against}.`,
    `On at most ${config.maxItems} items of the ${config.split} split of dataset version ${config.datasetVersion.slice(0, 12)}: greedy, and ${config.sampled.samples} samples at T=${config.sampled.temperature}.`,
    `Prompt ${config.template}, reward ${rewardText(config.reward)}, engine ${config.engine}.`,
  ];
}

function pipelineLines({ source, dataset, train, evaluate }: ConfigOf<'runPipeline'>): string[] {
  const samples = evaluate.samples === undefined ? '' : ` with ${evaluate.samples} samples an item`;
  return [
    `Mine ${source}.`,
    dataset.from === undefined
      ? `Freeze ${(dataset.repositories ?? ['*']).join(', ')} as a dataset version.`
      : `Freeze dataset version ${dataset.from} anew.`,
    ...settingLines(settingsOf(train)),
    `Evaluate the last version against version 0 on the ${evaluate.split ?? 'held-out'} split${samples}.`,
  ];
}
