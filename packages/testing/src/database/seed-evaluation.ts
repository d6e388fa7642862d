import type { Estimate } from '@evoline/contract/evaluate';
import type { Database } from '@evoline/db/open-database';
import { splitDigests } from '@evoline/db/queries/dataset-items';
import { recordEvaluation } from '@evoline/db/queries/evaluations';
import type { EvaluationRow } from '@evoline/db/queries/evaluations';
import { insertRun } from '@evoline/db/queries/runs';
import { contentDigest } from '@evoline/domain/content-digest';
import { rewardText } from '@evoline/domain/reward/reward-choice';
import { aRun, blobCalled } from './seed-mined.ts';
import type { SeededTraining } from './seed-training.ts';

/** Writes an evaluation of a version of a seeded training on its whole held-out split. */
export async function seedEvaluation(
  database: Database,
  { datasetVersion, config, last }: Pick<SeededTraining, 'datasetVersion' | 'config' | 'last'>,
  id = `evaluation-of-${last.step}`,
): Promise<EvaluationRow> {
  const items = await splitDigests(database, datasetVersion, 'held-out');
  const runId = `${id}-run`;
  await insertRun(database, aRun({ id: runId, workflow: 'evaluateCheckpoint' }));
  const estimate: Estimate = { mean: 0.5, low: 0.4, high: 0.6, items: items.length };
  const scores = { reward: estimate, wellFormed: estimate, exact: estimate };
  return await recordEvaluation(database, {
    id,
    runId,
    policyVersionId: last.id,
    weightsDigest: last.weightsDigest,
    datasetVersion,
    split: 'held-out',
    suiteDigest: contentDigest('suite'),
    greedySamplingDigest: contentDigest('greedy'),
    sampledSamplingDigest: contentDigest('sampled'),
    template: config.template,
    reward: rewardText(config.reward),
    items: items.length,
    metrics: { greedy: scores, sampled: scores, excluded: {} },
    comparison: null,
    outcomes: blobCalled(`outcomes of ${id}`),
    groups: [],
    perItem: items.map((item) => ({
      itemDigest: item,
      greedyReward: 1,
      greedyExact: true,
      greedyWellFormed: true,
      sampledReward: 0.5,
      sampledExact: 0.25,
      sampledWellFormed: 0.75,
      samples: 4,
      excluded: 0,
    })),
  });
}
