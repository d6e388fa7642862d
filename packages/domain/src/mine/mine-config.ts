import type {
  FilterConfig,
  MineNightlyConfig,
  MineNightlyInput,
  MinePullRequestsConfig,
  MinePullRequestsInput,
} from '@evoline/contract/mine';
import { parseSourceLocator } from './source-locator.ts';
import { sweBenchRepositories } from './swe-bench-repositories.ts';

/** SWE-RL names no thresholds for "extremely large"; these keep a prompt within a training context. */
export const defaultFilters: FilterConfig = {
  maxChangedFiles: 20,
  maxChangedLines: 1_000,
  maxFileBytes: 1_000_000,
  excludedRepositories: [...sweBenchRepositories],
};

/** What resolution may take from outside the input. */
export interface MineDefaults {
  /** DEFAULT_SOURCE of the worker. */
  readonly defaultSource?: string | undefined;
}

/**
 * Adds the defaults to an input.
 *
 * @throws EvolineFailure input_invalid when the source cannot be read
 */
export function resolveMineConfig(
  input: MinePullRequestsInput,
  defaults: MineDefaults = {},
): MinePullRequestsConfig {
  const source = input.source ?? defaults.defaultSource ?? 'demo:';
  parseSourceLocator(source);
  const given = input.filters ?? {};
  return {
    source,
    limit: input.limit ?? null,
    filters: {
      maxChangedFiles: given.maxChangedFiles ?? defaultFilters.maxChangedFiles,
      maxChangedLines: given.maxChangedLines ?? defaultFilters.maxChangedLines,
      maxFileBytes: given.maxFileBytes ?? defaultFilters.maxFileBytes,
      excludedRepositories: (given.excludedRepositories ?? sweBenchRepositories).map((name) =>
        name.toLowerCase(),
      ),
    },
    // GitHub's GraphQL answers 25 reliably where 100 fails.
    hydrateWidth: 25,
    extractChunk: 100,
    pagesPerRun: 200,
  };
}

/** Adds the defaults to the input of a night; `nominalTime` is the schedule's, ISO 8601. */
export function resolveNightlyConfig(
  input: MineNightlyInput,
  defaults: MineDefaults & { readonly nominalTime: string },
): MineNightlyConfig {
  const sources = input.sources ?? [defaults.defaultSource ?? 'demo:'];
  for (const source of sources) parseSourceLocator(source);
  return {
    sources: [...new Set(sources)],
    atOnce: input.atOnce ?? 4,
    limit: input.limit ?? null,
    nominalTime: defaults.nominalTime,
    repositoriesPerRun: 200,
  };
}
