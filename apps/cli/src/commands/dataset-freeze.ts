import type { InputOf } from '@evoline/contract/examples';
import { readInput } from '@evoline/contract/read-input';
import type { DoneResults } from '@evoline/contract/results';
import { startWorkflow } from '@evoline/steering/start-workflow';
import type { CliEnv } from '../env.ts';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { followToResult } from '../session/follow-run.ts';
import { withSteering } from '../session/with-steering.ts';
import { datasetText } from './dataset.ts';

export interface FreezeOptions {
  readonly repository?: readonly string[];
  readonly seed?: number;
  /** Similarity of changes from which on only the earlier one is taken; `off`: all are. */
  readonly nearDuplicates?: number | 'off';
}

/** `evoline dataset freeze`: runs the workflow to its end and shows the version. */
export function datasetFreeze(io: Io, env: CliEnv, options: FreezeOptions): Promise<ExitCode> {
  const { nearDuplicates } = options;
  const input = readInput('freezeDataset', {
    ...(options.repository === undefined ? {} : { repositories: options.repository }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(nearDuplicates !== undefined && {
      nearDuplicateSimilarity: nearDuplicates === 'off' ? null : nearDuplicates,
    }),
  } satisfies InputOf<'freezeDataset'> | object);
  if (!input.ok) throw new UsageError(input.message);
  return withSteering<ExitCode>(io, env, async (steering) => {
    const { workflowId } = await startWorkflow(steering, 'freezeDataset', input.input);
    const result = await followToResult<DoneResults['freezeDataset']>(io, steering, workflowId);
    writeResult(io, result.dataset, datasetText(result.dataset));
    return 0;
  });
}
