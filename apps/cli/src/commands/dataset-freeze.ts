import type { FreezeDatasetInput, SplitPin } from '@evoline/contract/dataset';
import { readInput } from '@evoline/contract/read-input';
import type { DoneResults } from '@evoline/contract/results';
import { startWorkflow } from '@evoline/steering/start-workflow';
import type { CliEnv } from '../env.ts';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { datasetText } from '../report/dataset-text.ts';
import { followToResult } from '../session/follow-run.ts';
import { withSteering } from '../session/with-steering.ts';

export interface FreezeOptions {
  readonly repository?: readonly string[];
  readonly seed?: number;
  /** Parts of warm-start, train and held-out. */
  readonly shares?: readonly number[];
  /** `pattern=split` */
  readonly pin?: readonly string[];
  readonly splitBy?: string;
  /** Since when items are in train and in held-out, ISO 8601. */
  readonly splitAt?: readonly string[];
  readonly stratify?: string;
  readonly cap?: number;
  /** Similarity of changes from which on only the earlier one is taken; `off`: all are. */
  readonly nearDuplicates?: number | 'off';
  readonly acrossSplits?: number | 'off';
  readonly settleDays?: number;
  readonly asOf?: string;
  readonly draft?: boolean;
  readonly minNew?: number;
  readonly maxMove?: number;
  readonly reason?: string;
  readonly from?: string;
  readonly plan?: boolean;
}

/** `evoline dataset freeze`: runs the workflow to its end and shows the version. */
export function datasetFreeze(io: Io, env: CliEnv, options: FreezeOptions): Promise<ExitCode> {
  const input = readInput('freezeDataset', freezeInput(options));
  if (!input.ok) throw new UsageError(input.message);
  return withSteering<ExitCode>(io, env, async (steering) => {
    const { workflowId } = await startWorkflow(steering, 'freezeDataset', input.input);
    const result = await followToResult<DoneResults['freezeDataset'] | PlannedFreeze>(
      io,
      steering,
      workflowId,
    );
    if ('plan' in result) writeResult(io, result, result.plan.join('\n'));
    else writeResult(io, result.dataset, datasetText(result.dataset));
    return 0;
  });
}

interface PlannedFreeze {
  readonly plan: readonly string[];
}

/**
 * The workflow's input; what was not given is left to it.
 *
 * @throws UsageError for options that do not go together
 */
export function freezeInput(options: FreezeOptions): Record<string, unknown> {
  const { nearDuplicates, acrossSplits, pin, splitAt } = options;
  const fields: { readonly [F in keyof FreezeDatasetInput]: unknown } = {
    repositories: options.repository,
    seed: options.seed,
    shares: sharesOf(options.shares),
    pins: pin?.map(pinOf),
    splitBy: options.splitBy,
    splitAt: splitAt && { train: splitAt[0], heldOut: splitAt[1] },
    stratifyBy: options.stratify,
    repositoryCap: options.cap,
    nearDuplicateSimilarity: nearDuplicates === 'off' ? null : nearDuplicates,
    acrossSplitsSimilarity: acrossSplits === 'off' ? null : acrossSplits,
    settleDays: options.settleDays,
    asOf: options.asOf,
    publish: publishOf(options),
    reason: options.reason,
    from: options.from,
    planOnly: options.plan,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function sharesOf(shares: readonly number[] | undefined): unknown {
  if (shares === undefined) return undefined;
  const [warmStart, train, heldOut] = shares;
  return { 'warm-start': warmStart, train, 'held-out': heldOut };
}

function pinOf(text: string): { [K in keyof SplitPin]: string } {
  const at = text.lastIndexOf('=');
  if (at > 0) return { pattern: text.slice(0, at), split: text.slice(at + 1) };
  throw new UsageError(`--pin: expected pattern=split, such as pallets/*=train, got ${text}`);
}

function publishOf({ draft, minNew, maxMove }: FreezeOptions): FreezeDatasetInput['publish'] {
  const isRule = minNew !== undefined || maxMove !== undefined;
  if (draft === true && isRule) {
    throw new UsageError('--draft goes without --min-new and --max-move');
  }
  if (isRule) return { minNewItems: minNew ?? 0, maxShareMove: maxMove ?? 1 };
  return draft === true ? false : undefined;
}
