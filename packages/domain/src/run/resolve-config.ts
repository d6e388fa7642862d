import type { InputOf } from '@evoline/contract/examples';
import { readInput } from '@evoline/contract/read-input';
import type { RunConfig, WorkflowType } from '@evoline/contract/run';
import { EvolineFailure } from '@evoline/contract/failures';
import { resolveMineConfig, resolveNightlyConfig } from '../mine/mine-config.ts';
import type { ResolutionFacts } from './resolution-facts.ts';
import { planLines } from './plan-lines.ts';
import { resolveEvaluateConfig } from './resolve-evaluate-config.ts';
import { resolveFreezeConfig } from './resolve-freeze-config.ts';
import { resolvePipelineConfig } from './resolve-pipeline-config.ts';
import { resolveTrainConfig } from './resolve-train-config.ts';

/** A workflow with its input, as `openRun` is asked. */
export interface ResolveRequest {
  readonly workflow: WorkflowType;
  readonly input: unknown;
  /** Nominal time of a schedule, ISO 8601. */
  readonly nominalTime?: string | undefined;
}

export interface ResolvedRun {
  readonly resolved: RunConfig;
  /** The same for people, one line each. */
  readonly plan: readonly string[];
}

/**
 * Adds every default to a workflow's input: the result is complete and is what the run does.
 *
 * @throws EvolineFailure input_invalid naming the field; not_found for a version that does not exist;
 *   nothing_to_work_on naming what to start first
 */
export function resolveConfig(request: ResolveRequest, facts: ResolutionFacts): ResolvedRun {
  const resolved = resolve(request, facts);
  return { resolved, plan: planLines(resolved, facts) };
}

function resolve(
  { workflow, input, nominalTime }: ResolveRequest,
  facts: ResolutionFacts,
): RunConfig {
  switch (workflow) {
    case 'minePullRequests':
      return { workflow, config: resolveMineConfig(read(workflow, input), facts) };
    case 'mineNightly': {
      const night = read(workflow, input);
      const nominal = nominalTime ?? night.nominalTime ?? facts.now;
      return { workflow, config: resolveNightlyConfig(night, { ...facts, nominalTime: nominal }) };
    }
    case 'freezeDataset':
      return { workflow, config: resolveFreezeConfig(read(workflow, input), facts) };
    case 'trainPolicy':
      return { workflow, config: resolveTrainConfig(read(workflow, input), facts) };
    case 'evaluateCheckpoint':
      return { workflow, config: resolveEvaluateConfig(read(workflow, input), facts) };
    case 'runPipeline':
      return { workflow, config: resolvePipelineConfig(read(workflow, input), facts) };
  }
}

function read<W extends WorkflowType>(workflow: W, raw: unknown): InputOf<W> {
  const parsed = readInput(workflow, raw);
  if (parsed.ok) return parsed.input;
  throw new EvolineFailure('input_invalid', parsed.message);
}
