import { mediaTypes } from '@evoline/contract/artifact';
import type { Comparison, DecodingScores, EvaluationSummary } from '@evoline/contract/evaluate';
import { EvolineFailure } from '@evoline/contract/failures';
import type { ConfigOf } from '@evoline/contract/run';
import type { Database } from '@evoline/db/open-database';
import {
  type EvaluationRow,
  evaluationItemsOf,
  findEvaluation,
  recordEvaluation,
} from '@evoline/db/queries/evaluations';
import { groupsById } from '@evoline/db/queries/groups';
import { type PolicyVersionRow, policyVersionById } from '@evoline/db/queries/policy-versions';
import { rewardsOfGroups } from '@evoline/db/queries/rewards';
import { contentDigest } from '@evoline/domain/content-digest';
import { compareOutcomes } from '@evoline/domain/evaluate/compare-outcomes';
import { decodingScores } from '@evoline/domain/evaluate/decoding-scores';
import { type EvaluationGroups, suiteDigest } from '@evoline/domain/evaluate/evaluation-groups';
import type { DecodingOutcome } from '@evoline/domain/evaluate/item-outcome';
import { readOutcome, storeOutcome } from '@evoline/domain/evaluate/stored-outcome';
import { samplingDigest } from '@evoline/domain/rollout/group-id';
import { groupsOfEvaluation } from '../ledger/plan-evaluation.ts';
import { runConfig } from '../ledger/run-config.ts';
import { keyedRewardRule } from '../reward/keyed-reward-rule.ts';
import type { RewardDeps } from '../reward/reward-deps.ts';
import { type CountedOutcome, type CountedOutcomes, itemOutcomes } from './item-outcomes.ts';

export interface SummariseRequest {
  readonly runId: string;
  readonly policyVersion: string;
  readonly baselineEvaluation: string | null;
}

/**
 * Puts the scores of an evaluation together: every item's outcome, means with bootstrap intervals,
 * and the paired comparison with the baseline. The evaluation is named by what was measured, so that
 * summarising again finds it. Items whose samples were all excluded are counted and left out.
 *
 * @throws EvolineFailure nothing_to_work_on when no item has a score
 */
export async function summariseEvaluation(
  deps: RewardDeps,
  request: SummariseRequest,
): Promise<EvaluationSummary> {
  const { database } = deps;
  const config = await runConfig(database, request.runId, 'evaluateCheckpoint');
  const version = await policyVersionById(database, request.policyVersion);
  const { groups, itemDigests } = await groupsOfEvaluation(database, config, version);
  const outcomes = await readOutcomes(database, config, groups);
  const suite = suiteDigest(config, itemDigests);
  const scores = {
    greedy: scoresOf('greedy', outcomes, suite),
    sampled: scoresOf('sampled', outcomes, suite),
  };
  const comparison = await compare(database, request.baselineEvaluation, outcomes, suite);
  const measured = { request, config, version, groups, outcomes, suite, scores, comparison };
  return summary(await record(deps, measured), version, comparison);
}

interface Measured {
  readonly request: SummariseRequest;
  readonly config: ConfigOf<'evaluateCheckpoint'>;
  readonly version: PolicyVersionRow;
  readonly groups: EvaluationGroups;
  readonly outcomes: CountedOutcomes;
  readonly suite: string;
  readonly scores: { readonly greedy: DecodingScores; readonly sampled: DecodingScores };
  readonly comparison: Comparison | null;
}

async function readOutcomes(
  database: Database,
  config: ConfigOf<'evaluateCheckpoint'>,
  groups: EvaluationGroups,
): Promise<CountedOutcomes> {
  const groupIds = [...groups.greedy, ...groups.sampled].map((group) => group.groupId);
  const { key } = keyedRewardRule(config.reward);
  const rows = await groupsById(database, groupIds);
  return itemOutcomes(groups, rows, await rewardsOfGroups(database, key, groupIds));
}

function scoresOf(
  decoding: 'greedy' | 'sampled',
  { items, excluded }: CountedOutcomes,
  suite: string,
): DecodingScores {
  const scored: DecodingOutcome[] = items.flatMap((item) => item[decoding] ?? []);
  if (scored.length > 0) return decodingScores(scored, `${suite}/${decoding}`);
  const reasons = Object.entries(excluded).map(([reason, samples]) => `${reason} ${samples}`);
  throw new EvolineFailure(
    'nothing_to_work_on',
    `none of the ${items.length} items has a ${decoding} score (samples excluded: ${reasons.join(', ') || 'none'})`,
  );
}

async function compare(
  database: Database,
  baselineEvaluation: string | null,
  { items }: CountedOutcomes,
  suite: string,
): Promise<Comparison | null> {
  if (baselineEvaluation === null) return null;
  const baseline = await findEvaluation(database, baselineEvaluation);
  if (baseline === null) {
    throw new EvolineFailure('not_found', `there is no evaluation ${baselineEvaluation}`);
  }
  const before = (await evaluationItemsOf(database, baseline.id)).map(readOutcome);
  const compared = compareOutcomes(items, before, suite);
  return compared && { baselineEvaluation: baseline.id, ...compared };
}

async function record({ database, store }: RewardDeps, of: Measured): Promise<EvaluationRow> {
  const { config, version, groups, outcomes, suite, scores, comparison } = of;
  const greedySamplingDigest = samplingDigest(config.greedy);
  const sampledSamplingDigest = samplingDigest(config.sampled);
  const { datasetVersion, split, template } = config;
  const { reward } = keyedRewardRule(config.reward).key;
  const { weightsDigest, id: policyVersionId } = version;
  const named = { suite, policyVersionId, weightsDigest, seed: config.seed };
  const sampling = { greedySamplingDigest, sampledSamplingDigest };
  const outcomesBlob = { format: 'evoline.outcomes.v1', ...named, items: outcomes.items };
  const facts = { datasetVersion, split, template, reward, weightsDigest, policyVersionId };
  return recordEvaluation(database, {
    ...facts,
    ...sampling,
    comparison,
    id: contentDigest({ ...named, ...sampling }).slice(0, 32),
    runId: of.request.runId,
    suiteDigest: suite,
    items: outcomes.items.length,
    metrics: { ...scores, excluded: outcomes.excluded },
    outcomes: await store.putJson(outcomesBlob, mediaTypes.outcomes),
    perItem: outcomes.items.map(rowOf),
    groups: [
      ...groups.greedy.map(({ groupId }) => ({ groupId, decoding: 'greedy' as const })),
      ...groups.sampled.map(({ groupId }) => ({ groupId, decoding: 'sampled' as const })),
    ],
  });
}

function rowOf(outcome: CountedOutcome) {
  const { samples, excluded } = outcome;
  return { ...storeOutcome(outcome), samples, excluded };
}

function summary(
  row: EvaluationRow,
  version: PolicyVersionRow,
  comparison: Comparison | null,
): EvaluationSummary {
  const { greedy, sampled, excluded } = row.metrics;
  return {
    evaluationId: row.id,
    policyVersion: version.id,
    step: version.step,
    weightsDigest: row.weightsDigest,
    datasetVersion: row.datasetVersion,
    split: row.split,
    items: row.items,
    excluded: { ...excluded },
    greedy,
    sampled,
    comparison,
  };
}
