import type { EvaluationPlan } from '@evoline/contract/evaluate';
import type { ConfigOf } from '@evoline/contract/run';
import type { ExcludeReason, GroupPlan, SamplingParameters } from '@evoline/contract/rollout';
import type { Database } from '@evoline/db/open-database';
import { splitDigests } from '@evoline/db/queries/dataset-items';
import { replanGroups } from '@evoline/db/queries/finish-group';
import { planGroups } from '@evoline/db/queries/groups';
import { policyVersionById } from '@evoline/db/queries/policy-versions';
import type { PolicyVersionRow } from '@evoline/db/queries/policy-versions';
import { unjudgedGroups } from '@evoline/db/queries/unjudged-groups';
import { evaluationGroups } from '@evoline/domain/evaluate/evaluation-groups';
import type { EvaluationGroups } from '@evoline/domain/evaluate/evaluation-groups';
import { samplingDigest } from '@evoline/domain/rollout/group-id';
import { keyedRewardRule } from '../reward/keyed-reward-rule.ts';
import type { LedgerDeps } from './ledger-deps.ts';
import { runConfig } from './run-config.ts';

type Config = ConfigOf<'evaluateCheckpoint'>;

/** What took a group out may have passed since; a later evaluation tries again. */
const passingFaults: readonly ExcludeReason[] = [
  'engine_fault',
  'log_probs_missing',
  'wrong_policy_version',
];

/**
 * The groups of an evaluation that have no outcome yet. Groups are named by weights, not by run:
 * measuring the same weights again leaves nothing to do.
 */
export async function planEvaluation(
  { database }: Pick<LedgerDeps, 'database'>,
  request: { readonly runId: string; readonly policyVersion: string },
): Promise<EvaluationPlan> {
  const config = await runConfig(database, request.runId, 'evaluateCheckpoint');
  const version = await policyVersionById(database, request.policyVersion);
  const { groups, itemDigests } = await groupsOfEvaluation(database, config, version);
  const all = [...groups.greedy, ...groups.sampled];
  const ids = all.map((group) => group.groupId);
  await planAll(database, config, { version, groups, runId: request.runId });
  await replanGroups(database, ids, passingFaults);
  const { key } = keyedRewardRule(config.reward);
  const open = await unjudgedGroups(database, ids, key);
  const remaining = (plans: readonly GroupPlan[]) =>
    plans.filter((group) => open.has(group.groupId));
  return {
    policyVersion: version.id,
    greedy: remaining(groups.greedy),
    sampled: remaining(groups.sampled),
    items: itemDigests.length,
  };
}

/** Every group of an evaluation with the items of its suite, in canonical order. */
export async function groupsOfEvaluation(
  database: Database,
  config: Config,
  version: Pick<PolicyVersionRow, 'weightsDigest'>,
): Promise<{ readonly groups: EvaluationGroups; readonly itemDigests: readonly string[] }> {
  const { datasetVersion, split, maxItems } = config;
  const itemDigests = await splitDigests(database, datasetVersion, split, maxItems);
  return { groups: evaluationGroups(config, version.weightsDigest, itemDigests), itemDigests };
}

async function planAll(
  database: Database,
  { template, greedy, sampled }: Config,
  planned: {
    readonly runId: string;
    readonly version: PolicyVersionRow;
    readonly groups: EvaluationGroups;
  },
): Promise<void> {
  const { runId, version, groups } = planned;
  const rows = (plans: readonly GroupPlan[], sampling: SamplingParameters) =>
    plans.map((group) => ({
      ...group,
      runId,
      purpose: 'evaluate' as const,
      step: version.step,
      policyVersionId: version.id,
      template,
      sampling,
      samplingDigest: samplingDigest(sampling),
    }));
  await planGroups(database, [...rows(groups.greedy, greedy), ...rows(groups.sampled, sampled)]);
}
