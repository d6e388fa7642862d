import type {
  BenchmarkFile,
  MinePullRequestsConfig,
  PullRequestItem,
} from '@evoline/contract/mine';
import type { DropReason, FilterConfig } from '@evoline/contract/mining-filters';
import { changedLines } from '../changed-lines.ts';
import { generatedContent } from '../files/generated-content.ts';
import { generatedPath } from '../files/generated-path.ts';
import { languageOfPath } from '../files/language-of-path.ts';
import { isTestPath } from '../files/test-path.ts';
import { isLockFile } from '../noise-change.ts';
import { secretRules } from '../secrets/secret-rules.ts';
import type { FilterFacts } from './filter.ts';
import { promptTokens } from './token-budget.ts';

/** What a filter measured in an item, and what it allows. */
export interface Finding {
  readonly text: string;
  readonly value: string | number | null;
  /** null where there is no threshold. */
  readonly threshold: string | number | null;
  /** What the item alone does not tell; absent where it tells all. */
  readonly untold?: string;
  /** The run gave the filter nothing to ask for. */
  readonly isIdle?: true;
}

/** The configuration of the run that mined an item. */
export type MinedBy = Pick<MinePullRequestsConfig, 'filters' | 'benchmarks'>;

interface Measured {
  readonly item: PullRequestItem;
  readonly facts: FilterFacts;
  readonly config: FilterConfig;
  readonly benchmarks: readonly BenchmarkFile[];
}
type Measure = (of: Measured) => Finding;

/** Measures an item as a filter does. */
export function findingOf(
  reason: DropReason,
  item: PullRequestItem,
  facts: FilterFacts,
  { filters: config, benchmarks }: MinedBy,
): Finding {
  return { ...origins, ...changes, ...contents }[reason]({ item, facts, config, benchmarks });
}

function found(
  text: string,
  value: Finding['value'] = null,
  threshold: Finding['threshold'] = null,
): Finding {
  return { text, value, threshold };
}

/** Who and where it is from. */
const origins = {
  excluded_repository: ({ item: { repository }, config }) => ({
    ...found(
      `${repository} is on no list: ${listsOf(config)}`,
      repository,
      [...config.excludedSuites, ...config.excludedRepositories].join(', '),
    ),
    untold: 'whether it is a fork of one that is',
  }),
  not_merged: ({ item: { mergedAt, landed, landing } }) =>
    mergedAt === null
      ? found(`it landed as ${landed.slice(0, 12)} (${landing})`, landed)
      : found(`merged ${mergedAt} as ${landed.slice(0, 12)} (${landing})`, mergedAt),
  bot_author: (of) => authorFinding(of, 'bot'),
  agent_author: (of) => authorFinding(of, 'agent'),
  revert: () => ({
    ...found('neither title nor description says that it takes a change back'),
    untold: 'what its branch and its commits were called',
  }),
  before_model_cutoff: ({ item: { mergedAt }, config: { modelCutoff } }) =>
    modelCutoff === null
      ? found(`merged ${dayOf(mergedAt)}, no cut-off`, mergedAt)
      : found(`merged ${dayOf(mergedAt)}, after ${modelCutoff}`, mergedAt, modelCutoff),
  objects_missing: ({ item }) =>
    found(
      `head ${item.head.slice(0, 12)}, base ${item.baseTip.slice(0, 12)} and ${filesText(item)} are there`,
      item.files.length,
    ),
  no_merge_base: ({ item: { mergeBase } }) => found(`it is ${mergeBase.slice(0, 12)}`, mergeBase),
  benchmark_commit: ({ benchmarks }) => benchmarkFinding(benchmarks, 'the history of commits'),
  licence_not_allowed: ({ item: { licence }, config: { licences, unknownLicence } }) =>
    licence.spdx === null
      ? found(
          `${licence.path === null ? 'no licence file' : `not recognised: ${licence.path}`}, and unknown ones are kept`,
          null,
          unknownLicence,
        )
      : found(
          `${licence.spdx} in ${licence.path} (confidence ${licence.confidence.toFixed(2)}), one of ${licences.length} that are allowed`,
          licence.spdx,
          licences.join(', '),
        ),
} as const satisfies Partial<Record<DropReason, Measure>>;

/** What changed. */
const changes = {
  empty_change: (of) => {
    const lines = linesOf(of);
    return found(`${counted(lines, 'changed line')} in ${filesText(of.item)}`, lines, 1);
  },
  lock_files_only: ({ item: { files } }) => {
    const others = files.filter(({ path }) => !isLockFile(path)).length;
    const text = `${others} of ${counted(files.length, 'file')} ${others === 1 ? 'is' : 'are'} no lock file, and more than versions changes`;
    return found(text, others, 1);
  },
  too_many_files: ({ item: { files }, config: { maxChangedFiles } }) =>
    found(
      `${counted(files.length, 'changed file')} of at most ${maxChangedFiles}`,
      files.length,
      maxChangedFiles,
    ),
  submodule: (of) => modesFinding(of, 'submodule'),
  symlink: (of) => modesFinding(of, 'symbolic link'),
  not_utf8: ({ item }) => found(`the contents of ${filesText(item)} are stored as text`),
  unsafe_path: ({ item: { files } }) =>
    found(`${counted(files.length, 'path')}, all inside of the repository`, files.length),
  too_large: (of) => {
    const lines = linesOf(of);
    const bytes = of.facts.sizes.sizes.reduce<number>((most, size) => Math.max(most, size ?? 0), 0);
    const { maxChangedLines, maxFileBytes } = of.config;
    return found(
      `${counted(lines, 'changed line')} of at most ${shown(maxChangedLines)}; the largest file has ${shown(bytes)} bytes of at most ${shown(maxFileBytes)}`,
      `${lines} lines, ${bytes} bytes`,
      `${maxChangedLines} lines, ${maxFileBytes} bytes`,
    );
  },
  binary_file: ({ item }) => found(`no NUL byte in ${filesText(item)}`, 0, 0),
} as const satisfies Partial<Record<DropReason, Measure>>;

/** What the change says. */
const contents = {
  patch_does_not_replay: ({ item }) =>
    found(`replayed again: the patch gives ${filesText(item)} byte for byte`),
  generated_code: (of) => {
    const [generated, all] = [generatedLines(of), linesOf(of)];
    const { maxGeneratedShare } = of.config;
    const text = `${generated} of ${counted(all, 'changed line')} by path and content, at most ${Math.round(100 * maxGeneratedShare)} %`;
    const share = all === 0 ? 0 : generated / all;
    return { ...found(text, share, maxGeneratedShare), untold: 'what .gitattributes said' };
  },
  docs_only: ({ item: { files } }) => {
    const code = files.filter(({ path }) => languageOfPath(path) !== null).length;
    return found(
      `${code} of ${counted(files.length, 'file')} ${code === 1 ? 'is' : 'are'} of a programming language`,
      code,
      1,
    );
  },
  test_only: ({ item: { files } }) => {
    const code = files.filter(({ path }) => languageOfPath(path) !== null);
    const others = code.filter(({ path }) => !isTestPath(path)).length;
    return found(
      `${others} of ${counted(code.length, 'file')} of code ${others === 1 ? 'is' : 'are'} no test`,
      others,
      1,
    );
  },
  language_not_allowed: ({ item: { language }, config: { languages } }) =>
    languages.length === 0
      ? found(`${language ?? 'none'}, and every language is allowed`, language)
      : found(
          `${language ?? 'none'}, one of ${languages.join(', ')}`,
          language,
          languages.join(', '),
        ),
  token_budget: ({ item, config: { maxPromptTokens } }) => {
    const tokens = promptTokens(item);
    return found(
      `about ${shown(tokens)} tokens of at most ${shown(maxPromptTokens)}`,
      tokens,
      maxPromptTokens,
    );
  },
  secret_found: ({ item }) =>
    found(
      `looked again: none of ${secretRules.length} kinds in its texts and ${filesText(item)}`,
      0,
      0,
    ),
  benchmark_patch: ({ benchmarks }) => benchmarkFinding(benchmarks, 'its patch'),
  benchmark_statement: ({ benchmarks, config: { benchmarkWords, benchmarkSimilarity } }) => ({
    ...benchmarkFinding(
      benchmarks,
      `its texts (${benchmarkWords} words in a row, or ${Math.round(100 * benchmarkSimilarity)} % alike)`,
    ),
    threshold: `${benchmarkWords} words, ${benchmarkSimilarity}`,
  }),
} as const satisfies Partial<Record<DropReason, Measure>>;

function listsOf({ excludedSuites, excludedRepositories }: FilterConfig): string {
  const own = excludedRepositories.length;
  const ofRun = own === 0 ? [] : [`${counted(own, 'repository', 'repositories')} of the run`];
  return [...excludedSuites, ...ofRun].join(', ') || 'the run has none';
}

function authorFinding(
  { item: { author }, config: { authorKinds } }: Measured,
  sought: 'bot' | 'agent',
): Finding {
  const signs =
    author.evidence.length === 0
      ? `no sign of ${sought === 'bot' ? 'a bot' : 'an agent'}`
      : author.evidence.join(', ');
  return found(
    `author ${author.kind}: ${signs}; allowed: ${authorKinds.join(', ')}`,
    author.kind,
    authorKinds.join(', '),
  );
}

function modesFinding({ item }: Measured, what: string): Finding {
  return found(`no ${what} among ${filesText(item)}, by their modes in the patch`, 0, 0);
}

function benchmarkFinding(benchmarks: readonly BenchmarkFile[], what: string): Finding {
  if (benchmarks.length === 0) {
    return { ...found('the run named no benchmark file to compare with', 0), isIdle: true };
  }
  const names = benchmarks.map(({ name, instances }) => `${name} (${counted(instances, 'task')})`);
  return {
    ...found(`the run compared ${what} with ${names.join(', ')}`, names.length),
    untold: 'the comparison itself',
  };
}

function generatedLines({ facts }: Measured): number {
  return (facts.change.files ?? [])
    .filter(({ file: { path, before, after } }) => {
      return (generatedPath(path) ?? generatedContent(path, after ?? before ?? '')) !== null;
    })
    .reduce((sum, file) => sum + file.changedLines, 0);
}

function linesOf({ facts }: Measured): number {
  return changedLines((facts.change.files ?? []).map(({ patch }) => patch));
}

function filesText({ files }: PullRequestItem): string {
  return counted(files.length, 'file');
}

function dayOf(mergedAt: string | null): string {
  return mergedAt === null ? 'on a day that nobody knows' : mergedAt.slice(0, 10);
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${shown(count)} ${count === 1 ? one : many}`;
}

function shown(value: number): string {
  return value.toLocaleString('en-US');
}
