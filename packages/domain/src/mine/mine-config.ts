import { EvolineFailure } from '@evoline/contract/failures';
import type {
  BenchmarkFile,
  MinePullRequestsConfig,
  MinePullRequestsInput,
} from '@evoline/contract/mine';
import type { MineNightlyConfig, MineNightlyInput } from '@evoline/contract/night';
import { FilterConfig } from '@evoline/contract/mining-filters';
import { contextConfig } from './context/context-config.ts';
import { defaultSuites } from './decontamination/benchmark-repositories.ts';
import { programmingLanguages } from './files/language-of-path.ts';
import { datedSource } from './night/dated-source.ts';
import { parseSourceLocator, type Source } from './source-locator.ts';

/** After mining-eval's allow-list: what may be copied into a training set with a notice at the most. */
const permissiveLicences = [
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'ISC',
  'Unlicense',
  'CC0-1.0',
  'Zlib',
  'BSL-1.0',
  'Python-2.0',
  'PostgreSQL',
  'NCSA',
  'Artistic-2.0',
] as const;

/** SWE-RL names no thresholds for "extremely large"; these keep a prompt within a training context. */
export const defaultFilters: FilterConfig = {
  maxChangedFiles: 20,
  maxChangedLines: 1_000,
  maxFileBytes: 1_000_000,
  maxPromptTokens: 12_000,
  maxGeneratedShare: 0.5,
  authorKinds: ['human'],
  licences: [...permissiveLicences],
  unknownLicence: 'keep',
  languages: [],
  excludedSuites: [...defaultSuites],
  excludedRepositories: [],
  modelCutoff: null,
  benchmarkWords: 13,
  benchmarkSimilarity: 0.7,
  off: [],
};

/** What resolution may take from outside the input. */
export interface MineDefaults {
  /** DEFAULT_SOURCE of the worker. */
  readonly defaultSource?: string | undefined;
  /** Benchmark files as they were read when the run was opened. */
  readonly benchmarks?: readonly BenchmarkFile[] | undefined;
  /** Sources on the repository list. */
  readonly listedSources?: number | undefined;
}

/**
 * Adds the defaults to an input.
 *
 * @throws EvolineFailure input_invalid when the source cannot be read, or a filter's value cannot be used
 */
export function resolveMineConfig(
  input: MinePullRequestsInput,
  defaults: MineDefaults = {},
): MinePullRequestsConfig {
  const source = input.source ?? defaults.defaultSource ?? 'demo:';
  return {
    source,
    limit: input.limit ?? null,
    filters: filtersOf(input.filters ?? {}, parseSourceLocator(source)),
    context: contextConfig(input.context),
    editedIssues: input.editedIssues ?? 'keep',
    benchmarks: [...(defaults.benchmarks ?? [])],
    // GitHub's GraphQL answers 25 reliably where 100 fails.
    hydrateWidth: 25,
    extractChunk: 100,
    pagesPerRun: 200,
  };
}

/**
 * GitHub shows no licence where there is none: without one nothing may be copied. A local clone or the
 * demo belongs to whoever mines it, so there an unknown licence is kept and shows as null in the item.
 *
 * @throws EvolineFailure input_invalid for a language that nobody knows
 */
function filtersOf(given: object, { kind }: Source): FilterConfig {
  const unknownLicence = kind === 'github' ? 'drop' : 'keep';
  const told = Object.entries(given).filter(([, value]) => value !== undefined);
  const filters = { ...defaultFilters, unknownLicence, ...Object.fromEntries(told) };
  const read = FilterConfig.parse(filters);
  const excludedRepositories = read.excludedRepositories.map((name) => name.toLowerCase());
  const unknown = read.languages.find((language) => !programmingLanguages.includes(language));
  if (unknown === undefined) return { ...read, excludedRepositories };
  const known = programmingLanguages.join(', ');
  throw new EvolineFailure('input_invalid', `filters.languages: ${unknown} is none of ${known}`);
}

/**
 * Adds the defaults to the input of a night; `nominalTime` is the schedule's, ISO 8601. Without sources it is
 * the repository list that is mined, as it stands when the night begins, and without a list the default source.
 */
export function resolveNightlyConfig(
  input: MineNightlyInput,
  defaults: MineDefaults & { readonly nominalTime: string },
): MineNightlyConfig {
  const { filters, benchmarkFiles } = input;
  const { nominalTime, listedSources = 0, defaultSource = 'demo:' } = defaults;
  const told = input.sources ?? (listedSources > 0 ? null : [defaultSource]);
  const sources = told && [...new Set(told.map((source) => datedSource(source, nominalTime)))];
  // What a source would refuse fails the night at once.
  for (const source of sources ?? ['demo:'])
    resolveMineConfig({ source, ...(filters && { filters }) });
  return {
    sources,
    atOnce: input.atOnce ?? 4,
    limit: input.limit ?? null,
    ...(filters !== undefined && { filters }),
    ...(benchmarkFiles !== undefined && { benchmarkFiles }),
    sourceHours: input.sourceHours ?? 6,
    nightHours: input.nightHours ?? 20,
    freeze: input.freeze ?? null,
    nominalTime,
    repositoriesPerRun: 200,
  };
}
