import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { readInput } from '@evoline/contract/read-input';
import type { InputOf } from '@evoline/contract/examples';
import type { MineResult, PlannedResult } from '@evoline/contract/results';
import { verdictsBehind } from '@evoline/db/queries/verdicts-behind';
import {
  type BenchmarkInstance,
  readBenchmarkFile,
} from '@evoline/domain/mine/decontamination/benchmark-file';
import { resolveMineConfig } from '@evoline/domain/mine/mine-config';
import { generatedFolder } from '@evoline/infra/paths';
import { findStack } from '@evoline/infra/stack';
import { startWorkflow } from '@evoline/steering/start-workflow';
import type { CliEnv } from '../env.ts';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { type MiningEnv, readMiningEnv } from '../mining/env.ts';
import { mineHere } from '../mining/mine-here.ts';
import { MineProgressLine } from '../mining/mine-progress.ts';
import { mineReport, mineReportText } from '../mining/mine-report.ts';
import { followToResult } from '../session/follow-run.ts';
import { withDatabaseAt } from '../session/with-database.ts';
import { withSteering } from '../session/with-steering.ts';

export interface MineRunOptions {
  readonly source?: string;
  readonly limit?: number;
  readonly maxFiles?: number;
  readonly maxLines?: number;
  readonly maxFileBytes?: number;
  /** owner/name, beside the repositories of the suites. */
  readonly exclude?: readonly string[];
  /** JSON of filters as in the workflow's input; single options win. */
  readonly filters?: string;
  /** JSONL files with benchmark tasks that nothing kept may be like. */
  readonly benchmark?: readonly string[];
  /** Mine in this process and store nothing. */
  readonly dryRun?: boolean;
  /** Say what it would do and cost, and do nothing. */
  readonly plan?: boolean;
}

/**
 * `evoline mine run`: mines a source and reports what became of every pull request. By the workflow, so
 * that items are stored; with `--dry-run` in this process, without a stack, and nothing is stored.
 */
export async function mineRun(io: Io, env: CliEnv, options: MineRunOptions): Promise<ExitCode> {
  const input = inputOf(options, env.defaultSource);
  if (options.plan === true) return await minePlan(io, env, input);
  if (options.dryRun === true) return await mineDry(io, input, readMiningEnv());
  return await withSteering<ExitCode>(io, env, async (steering, addresses) => {
    const { workflowId } = await startWorkflow(steering, 'minePullRequests', input);
    const result = await followToResult<MineResult>(io, steering, workflowId);
    const verdicts = await withDatabaseAt(addresses, (database) =>
      verdictsBehind(database, result.runId, { newest: input.limit === undefined }),
    );
    const report = mineReport(input.source ?? result.mined.source, verdicts);
    writeResult(io, report, mineReportText(report, verdicts));
    return 0;
  });
}

/** What the run would do, and what it would cost of GitHub's quota. */
async function minePlan(
  io: Io,
  env: CliEnv,
  input: InputOf<'minePullRequests'>,
): Promise<ExitCode> {
  return await withSteering<ExitCode>(io, env, async (steering) => {
    const asked = { ...input, planOnly: true };
    const { workflowId } = await startWorkflow(steering, 'minePullRequests', asked);
    const { plan } = await followToResult<PlannedResult>(io, steering, workflowId);
    writeResult(io, { source: input.source ?? null, plan }, plan.join('\n'));
    return 0;
  });
}

/** The same answer from this process alone. */
export async function mineDry(
  io: Io,
  input: InputOf<'minePullRequests'>,
  env: MiningEnv,
  cacheFolder = join(generatedFolder, 'cli-cache'),
): Promise<ExitCode> {
  const config = resolveMineConfig(input);
  const benchmarks = await readBenchmarks(input.benchmarkFiles ?? []);
  const progress = new MineProgressLine(io);
  const demoWorldUrl = findStack()?.demoWorldUrl;
  try {
    const verdicts = await mineHere(
      {
        env,
        cacheFolder,
        demoWorldUrl,
        benchmarks,
        onProgress: (at) => progress.at(at),
        onVerdict: () => progress.examined(),
      },
      config,
    );
    const report = mineReport(config.source, verdicts);
    progress.end();
    writeResult(io, report, mineReportText(report, verdicts));
    return 0;
  } catch (error) {
    progress.end();
    throw error;
  }
}

/**
 * The workflow's input that the options stand for.
 *
 * @throws UsageError naming the option
 */
export function inputOf(
  options: MineRunOptions,
  defaultSource: string | undefined,
): InputOf<'minePullRequests'> {
  const { limit, maxFiles, maxLines, maxFileBytes, exclude, benchmark } = options;
  const source = options.source ?? defaultSource;
  const filters = {
    ...filtersOf(options.filters),
    ...(maxFiles !== undefined && { maxChangedFiles: maxFiles }),
    ...(maxLines !== undefined && { maxChangedLines: maxLines }),
    ...(maxFileBytes !== undefined && { maxFileBytes }),
    ...(exclude !== undefined && { excludedRepositories: exclude }),
  };
  const read = readInput('minePullRequests', {
    ...(source !== undefined && { source: absoluteSource(source) }),
    ...(limit !== undefined && { limit }),
    ...(Object.keys(filters).length > 0 && { filters }),
    ...(benchmark !== undefined && { benchmarkFiles: benchmark.map((file) => resolve(file)) }),
  });
  if (!read.ok) throw new UsageError(read.message);
  try {
    resolveMineConfig(read.input);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return read.input;
}

function filtersOf(text: string | undefined): object {
  if (text === undefined) return {};
  try {
    const filters: unknown = JSON.parse(text);
    if (typeof filters === 'object' && filters !== null) return filters;
  } catch {
    // Told below.
  }
  throw new UsageError(`--filters: expected JSON such as '{"maxChangedLines":500}'`);
}

async function readBenchmarks(files: readonly string[]): Promise<BenchmarkInstance[]> {
  const tasks = [];
  for (const file of files) {
    const content = await readFile(file, 'utf8').catch(() => {
      throw new UsageError(`--benchmark ${file}: cannot be read`);
    });
    tasks.push(...readBenchmarkFile(basename(file), content));
  }
  return tasks;
}

/** A worker stands in another folder than the person who types a path. */
function absoluteSource(source: string): string {
  const address = /^git:(.+)$/s.exec(source)?.[1];
  const isPath = address !== undefined && !/^[a-z][a-z0-9+.-]*:|^[\w.-]+@[\w.-]+:/i.test(address);
  return isPath ? `git:${resolve(address)}` : source;
}
