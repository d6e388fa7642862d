import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFolder } from '@evoline/infra/paths';
import type { InputOf } from '@evoline/contract/examples';
import type { DoneResults } from '@evoline/contract/results';
import { learningCurveOf } from '@evoline/db/queries/learning-curve';
import { findEvaluation } from '@evoline/db/queries/evaluations';
import type { Database } from '@evoline/db/open-database';
import type { Steering } from '@evoline/steering/connect';
import { runLink } from '@evoline/steering/run-link';
import { startWorkflow } from '@evoline/steering/start-workflow';
import type { CliEnv } from '../env.ts';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { demoIntroduction, demoReport, type DemoFindings } from '../report/demo-report.ts';
import { type CurvePoint, intervalsSeparate } from '../report/learning-curve.ts';
import { learningCurveSvg } from '../report/learning-curve-svg.ts';
import { followToResult } from '../session/follow-run.ts';
import { withDatabaseAt } from '../session/with-database.ts';
import { withSteering } from '../session/with-steering.ts';
import { lineageText } from './lineage.ts';

export interface DemoOptions {
  readonly steps?: number;
  readonly seed?: number;
}

/**
 * `npm run demo`: the whole loop on the generated world, from pull requests to an evaluated
 * checkpoint. Exit code 1 when the run fails or held-out reward has not risen beyond its interval.
 */
export function demo(io: Io, env: CliEnv, options: DemoOptions): Promise<ExitCode> {
  io.stderr.write(`${demoIntroduction}\n`);
  return withSteering<ExitCode>(io, env, (steering, addresses) =>
    withDatabaseAt<ExitCode>(addresses, async (database) => {
      const { workflowId } = await startWorkflow(steering, 'runPipeline', demoInput(options), {
        workflowId: `demo-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`,
        summary: 'npm run demo',
      });
      const link = runLink(addresses.temporalUiUrl, steering.namespace, workflowId);
      io.stderr.write(`run ${workflowId}${link === null ? '' : `, watch it at ${link}`}\n`);
      return report(io, { steering, database, workflowId, artifactStore: addresses.artifactStore });
    }),
  );
}

function demoInput({ steps, seed }: DemoOptions): InputOf<'runPipeline'> {
  const train = {
    ...(steps === undefined ? {} : { steps }),
    ...(seed === undefined ? {} : { seed }),
  };
  return { source: 'demo:', ...(Object.keys(train).length === 0 ? {} : { train }) };
}

interface DemoRun {
  readonly steering: Steering;
  readonly database: Database;
  readonly workflowId: string;
  readonly artifactStore: string;
}

async function report(io: Io, run: DemoRun): Promise<ExitCode> {
  const result = await followToResult<DoneResults['runPipeline']>(io, run.steering, run.workflowId);
  const { evaluationId } = result.evaluation;
  const points = await curveOf(run.database, result);
  const picture = join(generatedFolder, 'demo', `${run.workflowId}.svg`);
  mkdirSync(join(generatedFolder, 'demo'), { recursive: true });
  writeFileSync(picture, learningCurveSvg(points, `evoline demo, run ${run.workflowId}`));
  const risen = intervalsSeparate(points);
  const lineage = await lineageText(run.database, evaluationId);
  const findings: DemoFindings = { result, points, picture, risen, lineage };
  writeResult(io, { ...result, points, picture, risen }, demoReport(findings));
  return risen ? 0 : 1;
}

async function curveOf(
  database: Database,
  { policyVersion, evaluation }: DoneResults['runPipeline'],
): Promise<CurvePoint[]> {
  const row = await findEvaluation(database, evaluation.evaluationId);
  if (row === null) return [];
  const versions = await learningCurveOf(database, policyVersion.runId, row.suiteDigest);
  return versions.map(({ step, metrics }) => ({
    step,
    sampledReward: metrics.sampled.reward,
    sampledExact: metrics.sampled.exact,
    greedyExact: metrics.greedy.exact,
  }));
}
