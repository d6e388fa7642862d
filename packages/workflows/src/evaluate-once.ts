import type { EvaluationSummary } from '@evoline/contract/evaluate';
import type { PolicyVersionRef } from '@evoline/contract/train';
import { log } from '@temporalio/workflow';
import { evaluateCheckpoint, evaluationMetrics } from './evaluate-checkpoint.ts';
import { applyRetry } from './placement.ts';
import { reportProgress } from './report-progress.ts';
import { runChild } from './run-child.ts';
import type { Evaluations } from './train-carried.ts';
import type { TrainSession } from './train-session.ts';

/** A version that a step without signal has kept is not evaluated twice. */
export async function evaluateOnce(
  session: TrainSession,
  version: PolicyVersionRef,
  evaluations: Evaluations,
): Promise<Evaluations> {
  if (evaluations.of === version.id) return evaluations;
  const evaluation = await startEvaluation(session, version);
  adoptEngine(session);
  return { ...evaluations, of: version.id, latest: evaluation?.evaluationId ?? null };
}

/**
 * Evaluates a version of a training run in a child workflow, against version 0. A person may abort
 * the child: training then goes on without that evaluation, and null is returned.
 */
async function startEvaluation(
  { run, placement }: TrainSession,
  version: PolicyVersionRef,
): Promise<EvaluationSummary | null> {
  const { config, page, runName } = run;
  page.row('evaluate', { state: 'running', progress: `version ${version.step}` });
  const result = await runChild(run, evaluateCheckpoint, {
    workflow: 'evaluateCheckpoint',
    name: `evaluate/${version.step}`,
    summary: `evaluate version ${version.step}`,
    rows: ['evaluate'],
    attributes: {
      Stage: 'evaluate',
      DatasetVersion: config.datasetVersion,
      PolicyVersion: version.id,
    },
    input: {
      runName,
      policyVersion: version.id,
      ...(version.step > 0 && { baseline: `${version.runId}:0` }),
      datasetVersion: config.datasetVersion,
      samples: config.evaluationSamples,
      maxItems: config.maxEvaluationItems,
      template: config.template,
      engine: placement.engine,
      retryDeadlineHours: config.retryDeadlineHours,
    },
  });
  if (result.state !== 'done') {
    log.warn('an evaluation was aborted', { version: version.id });
    page.row('evaluate', { state: 'aborted' });
    return null;
  }
  page.row('evaluate', { state: 'done' });
  page.metrics(evaluationMetrics(result.evaluation));
  await reportProgress(page);
  return result.evaluation;
}

/** An engine that a person chose for the evaluation is the run's engine from then on. */
function adoptEngine({ run, placement }: TrainSession): void {
  const { engine } = run.desk;
  if (engine !== null) applyRetry(placement, 'rollout', { engine });
  run.desk.engine = null;
}
