import type { TrainResult, WorkflowResult } from '@evoline/contract/results';
import type { PolicyVersionRef } from '@evoline/contract/train';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  ContinueAsNew,
  continueAsNew,
  workflowInfo,
} from '@temporalio/workflow';
import { conduct, type ActiveRun } from './conduct.ts';
import { progressSignals } from './bounds.ts';
import { reportProgress } from './report-progress.ts';
import { evaluateOnce } from './evaluate-once.ts';
import type { Evaluations, TrainCarried } from './train-carried.ts';
import { closeTrainer, giveBack, openTrainSession, type TrainSession } from './train-session.ts';
import { trainStep, warmStart } from './train-step.ts';

/**
 * Trains a policy: warm start, then GRPO steps, evaluated before, every k steps and after.
 * `carried` is written by continue-as-new alone.
 */
export function trainPolicy(
  raw?: unknown,
  carried?: TrainCarried,
): Promise<WorkflowResult<'trainPolicy'>> {
  return conduct({
    workflow: 'trainPolicy',
    stages: ['rollout', 'reward', 'train', 'evaluate'],
    updates: ['retryStage', 'abortRun'],
    raw,
    body: (run) => train(run, carried),
    summarise: ({ policyVersion, steps, datasetVersion, finalEvaluation }) => [
      `policy version ${policyVersion.id} after ${steps} steps, weights ${policyVersion.weightsDigest}`,
      `dataset version ${datasetVersion}`,
      `evaluation ${finalEvaluation ?? 'aborted'}`,
    ],
  });
}

async function train(
  run: ActiveRun<'trainPolicy'>,
  carried: TrainCarried | undefined,
): Promise<TrainResult> {
  const { config, page } = run;
  page.attributes({ Stage: 'train', DatasetVersion: config.datasetVersion });
  if (carried !== undefined) page.change({ curve: carried.curve, metrics: carried.metrics });
  if (carried !== undefined)
    page.row('train', { state: 'running', progress: `${carried.step} of ${config.steps} steps` });
  const session = await openTrainSession(run, carried);
  try {
    return await trainAll(session, carried);
  } catch (error) {
    if (error instanceof ContinueAsNew) session.lease.stopRenewing();
    else await CancellationScope.nonCancellable(() => giveBack(session));
    throw error;
  }
}

async function trainAll(
  session: TrainSession,
  carried: TrainCarried | undefined,
): Promise<TrainResult> {
  const { run } = session;
  const { config, runId, runName } = run;
  let { version, evaluations } = await begin(session, carried);
  let closed: Promise<void> | undefined;
  for (let step = (carried?.step ?? 0) + 1; step <= config.steps; step += 1) {
    const from = version;
    version = await run.parking.attempt(() => trainStep(session, step, from));
    await showProgress(run, step, version);
    if (step === config.steps) closed = closeTrainer(session);
    if (isDue(step, config)) evaluations = await evaluateOnce(session, version, evaluations);
    if (step < config.steps && workflowInfo().continueAsNewSuggested)
      await continueRun(session, { step, policyVersion: version, evaluations });
  }
  await closed;
  await session.lease.release();
  return {
    runId,
    runName,
    state: 'done',
    datasetVersion: config.datasetVersion,
    policyVersion: version,
    steps: config.steps,
    baselineEvaluation: evaluations.baseline,
    finalEvaluation: evaluations.latest,
  };
}

interface Position {
  readonly version: PolicyVersionRef;
  readonly evaluations: Evaluations;
}

async function begin(session: TrainSession, carried: TrainCarried | undefined): Promise<Position> {
  if (carried !== undefined)
    return { version: carried.policyVersion, evaluations: carried.evaluations };
  const { log, parking, page } = session.run;
  page.row('train', { state: 'running', progress: 'warm start' });
  await reportProgress(page);
  await Promise.all([log.started('rollout'), log.started('reward'), log.started('train')]);
  const version = await parking.attempt(() => warmStart(session));
  page.attributes({ PolicyVersion: version.id });
  page.row('train', { progress: 'warm start done' });
  const none = { baseline: null, latest: null, of: null };
  const evaluations = await evaluateOnce(session, version, none);
  return { version, evaluations: { ...evaluations, baseline: evaluations.latest } };
}

function isDue(
  step: number,
  { steps, evaluateEvery }: ActiveRun<'trainPolicy'>['config'],
): boolean {
  return step === steps || (evaluateEvery > 0 && step % evaluateEvery === 0);
}

async function showProgress(
  { page, config }: ActiveRun<'trainPolicy'>,
  step: number,
  version: PolicyVersionRef,
): Promise<void> {
  page.row('train', { state: 'running', progress: `${step} of ${config.steps} steps` });
  page.attributes({ PolicyVersion: version.id });
  if (step % Math.ceil(config.steps / progressSignals) === 0) await reportProgress(page);
}

async function continueRun(
  { run, placement, lease }: TrainSession,
  position: Pick<TrainCarried, 'step' | 'policyVersion' | 'evaluations'>,
): Promise<never> {
  const { attempts } = run.log;
  const { curve, metrics } = run.page.state;
  lease.stopRenewing();
  await condition(allHandlersFinished);
  return continueAsNew<typeof trainPolicy>(run.input, {
    ...position,
    placement,
    attempts,
    curve,
    metrics,
  });
}
