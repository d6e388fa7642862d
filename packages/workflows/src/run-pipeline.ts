import type { PipelineResult, WorkflowResult } from '@evoline/contract/results';
import type { WorkflowType } from '@evoline/contract/run';
import type { Stage } from '@evoline/contract/steering';
import { conduct, type ActiveRun } from './conduct.ts';
import { evaluateCheckpoint, evaluationMetrics } from './evaluate-checkpoint.ts';
import { formatNumber } from './format-number.ts';
import { freezeDataset } from './freeze-dataset.ts';
import { minePullRequests } from './mine-pull-requests.ts';
import { countsLine } from './mine-summary.ts';
import { refusal } from './refusal.ts';
import { runChild } from './run-child.ts';
import { trainPolicy } from './train-policy.ts';

/** The whole loop: mine · dataset · rollout · reward · train · evaluate, each in its child. */
export function runPipeline(raw?: unknown): Promise<WorkflowResult<'runPipeline'>> {
  return conduct({
    workflow: 'runPipeline',
    stages: ['mine', 'dataset', 'rollout', 'reward', 'train', 'evaluate'],
    updates: ['retryStage', 'abortRun'],
    raw,
    body: runStages,
    summarise: ({ mined, datasetVersion, policyVersion, evaluation }) => [
      mined.seen === 0
        ? `nothing new in ${mined.source} since it was mined last`
        : `${mined.kept} of ${mined.seen} pull requests kept from ${mined.source}`,
      `dataset version ${datasetVersion}`,
      `policy version ${policyVersion.id}`,
      `evaluation ${evaluation.evaluationId}: reward ${formatNumber(evaluation.sampled.reward.mean)}, exact ${formatNumber(evaluation.sampled.exact.mean)}`,
    ],
  });
}

async function runStages(run: ActiveRun<'runPipeline'>): Promise<PipelineResult> {
  const { config, runName, runId } = run;
  const { mined } = await stage(run, minePullRequests, {
    workflow: 'minePullRequests',
    name: 'mine',
    rows: ['mine'],
    input: { ...config.mine, source: config.source, runName },
  });
  run.page.row('mine', { progress: countsLine(mined) });
  run.page.metrics({ seen: mined.seen, kept: mined.kept, added: mined.added });
  const { dataset } = await stage(run, freezeDataset, {
    workflow: 'freezeDataset',
    name: 'freeze',
    rows: ['dataset'],
    input: { ...config.dataset, runName },
  });
  const datasetVersion = dataset.digest;
  run.page.row('dataset', {
    progress: `${dataset.items} items`,
    detail: `version ${datasetVersion.slice(0, 12)}`,
  });
  run.page.attributes({ DatasetVersion: datasetVersion });
  const { policyVersion } = await stage(run, trainPolicy, {
    workflow: 'trainPolicy',
    name: 'train',
    rows: ['rollout', 'reward', 'train'],
    input: { ...config.train, datasetVersion, runName },
  });
  run.page.attributes({ PolicyVersion: policyVersion.id });
  const baseline = `${policyVersion.runId}:0`;
  const { evaluation } = await stage(run, evaluateCheckpoint, {
    workflow: 'evaluateCheckpoint',
    name: `evaluate/${policyVersion.step}`,
    rows: ['evaluate'],
    input: {
      baseline,
      ...config.evaluate,
      ...(run.desk.engine !== null && { engine: run.desk.engine }),
      policyVersion: policyVersion.id,
      datasetVersion,
      runName,
    },
  });
  run.page.metrics(evaluationMetrics(evaluation));
  return { runId, runName, state: 'done', mined, datasetVersion, policyVersion, evaluation };
}

type StageChild<W extends WorkflowType> = Omit<
  Parameters<typeof runChild<W>>[2],
  'summary' | 'attributes' | 'rows'
> & { readonly rows: readonly [Stage, ...Stage[]] };
type Done<W extends WorkflowType> = Extract<WorkflowResult<W>, { state: 'done' }>;

/** Runs the child of one or more stages; when a person aborts it, the pipeline ends with it. */
async function stage<W extends WorkflowType>(
  run: ActiveRun<'runPipeline'>,
  workflow: (raw?: unknown) => Promise<WorkflowResult<W>>,
  child: StageChild<W>,
): Promise<Done<W>> {
  const show = (state: 'running' | 'done', ...rows: readonly Stage[]): void =>
    rows.forEach((row) => run.page.row(row, { state }));
  const last = child.rows.at(-1) ?? child.rows[0];
  run.page.attributes({ Stage: last });
  show('running', ...child.rows);
  await run.log.started(last);
  const summary = child.rows.join(', ');
  const result = await runChild(run, workflow, {
    ...child,
    summary,
    attributes: { Stage: child.rows[0] },
  });
  if (result.state === 'aborted') run.abort(`${child.name} was aborted: ${result.reason}`);
  if (result.state !== 'done') throw refusal('internal', `${child.name} was only planned`);
  show('done', ...child.rows);
  return result as Done<W>;
}
