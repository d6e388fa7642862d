import type { ConfigOf } from '@evoline/contract/run';
import { EvolineFailure } from '@evoline/contract/failures';
import type { GroupPlan } from '@evoline/contract/rollout';
import type { StepPlan } from '@evoline/contract/train';
import type { Database } from '@evoline/db/open-database';
import { committedStep } from '@evoline/db/queries/committed-step';
import { splitDigests } from '@evoline/db/queries/dataset-items';
import { planGroups } from '@evoline/db/queries/groups';
import { chooseStepItems } from '@evoline/domain/dataset/choose-step-items';
import { samplingDigest, trainGroupId } from '@evoline/domain/rollout/group-id';
import { rolloutSeed } from '@evoline/domain/rollout/rollout-seed';
import type { LedgerDeps } from './ledger-deps.ts';
import { runConfig } from './run-config.ts';

interface StepRequest {
  readonly runId: string;
  readonly step: number;
  readonly fromPolicyVersion: string;
}

/**
 * Plans the groups of a training step; the same for equal configurations and items. A step that an
 * earlier attempt has committed is answered with its policy version and no groups.
 */
export async function planStep(
  { database }: Pick<LedgerDeps, 'database'>,
  request: StepRequest,
): Promise<StepPlan> {
  const { step, fromPolicyVersion } = request;
  const committed = await committedStep(database, request.runId, step);
  if (committed !== null) return { step, fromPolicyVersion, groups: [], committed };
  const config = await runConfig(database, request.runId, 'trainPolicy');
  const groups = await groupsOf(database, config, request);
  const { template, sampling } = config;
  await planGroups(
    database,
    groups.map((group) => ({
      ...group,
      runId: request.runId,
      purpose: 'train',
      step,
      policyVersionId: fromPolicyVersion,
      template,
      sampling,
      samplingDigest: samplingDigest(sampling),
    })),
  );
  return { step, fromPolicyVersion, groups, committed: null };
}

async function groupsOf(
  database: Database,
  config: ConfigOf<'trainPolicy'>,
  { runId, step, fromPolicyVersion }: StepRequest,
): Promise<GroupPlan[]> {
  const { seed, promptsPerStep, datasetVersion } = config;
  const items = await splitDigests(database, datasetVersion, 'train');
  if (items.length === 0) {
    throw new EvolineFailure('nothing_to_work_on', 'The train split has no items.');
  }
  return chooseStepItems(items, { seed, step, promptsPerStep }).map(
    ({ itemDigest, seedBlock }) => ({
      groupId: trainGroupId({ runId, itemDigest, policyVersion: fromPolicyVersion, seedBlock }),
      itemDigest,
      seed: rolloutSeed({ seed, step, itemDigest, seedBlock }),
    }),
  );
}
