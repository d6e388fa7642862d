import type { FrozenBatch, PolicyVersionRef, StepMetrics } from '@evoline/contract/train';
import { onTrainHost } from './placement.ts';
import { ledger, reward, training } from './proxies.ts';
import { sampleAndScore } from './sample-groups.ts';
import type { TrainSession } from './train-session.ts';

/** The warm start, step 0 of every run: policy version 0 with lineage of its own. */
export function warmStart({ run, lease, placement }: TrainSession): Promise<PolicyVersionRef> {
  const { runId, config } = run;
  return onTrainHost(placement, config.hostWaitSeconds, (options) =>
    training.warmStartPolicy.executeWithOptions({ ...options, summary: 'warm start' }, [
      { runId, epoch: lease.epoch },
    ]),
  );
}

/**
 * One GRPO step: plan and publish, sample, score, freeze, update. It may be run again from its beginning at any
 * time: every part finds what was done, and a committed step is returned as it is.
 */
export async function trainStep(
  session: TrainSession,
  step: number,
  from: PolicyVersionRef,
): Promise<PolicyVersionRef> {
  const { run, placement } = session;
  const { runId, page, config } = run;
  const title = `step ${step}`;
  const fromPolicyVersion = from.id;
  const planning = ledger.planStep.executeWithOptions({ summary: `plan ${title}` }, [
    { runId, step, fromPolicyVersion },
  ]);
  const groups = planning.then((planned) => planned.groups);
  const { sampling } = config;
  await sampleAndScore(
    { runId, page, config, placement },
    { purpose: 'train', step, policyVersion: from.id, sampling, groups, title },
  );
  const plan = await planning;
  if (plan.committed !== null) return plan.committed;
  const frozen = await reward.freezeBatch.executeWithOptions({ summary: `freeze ${title}` }, [
    { runId, step, fromPolicyVersion, groupIds: plan.groups.map(({ groupId }) => groupId) },
  ]);
  showStep(session, frozen);
  return commit(session, frozen, fromPolicyVersion);
}

async function commit(
  { run, lease, placement }: TrainSession,
  { step, batch, hasSignal }: FrozenBatch,
  fromPolicyVersion: string,
): Promise<PolicyVersionRef> {
  const { runId, page, config } = run;
  const commitment = { runId, step, fromPolicyVersion, batch };
  if (!hasSignal) {
    const summary = `step ${step} has no signal`;
    return ledger.commitIdleStep.executeWithOptions({ summary }, [
      { ...commitment, epoch: lease.epoch },
    ]);
  }
  page.row('train', { state: 'running', progress: `updating, step ${step} of ${config.steps}` });
  const { policyVersion, metrics } = await onTrainHost(
    placement,
    config.hostWaitSeconds,
    (options) =>
      training.updatePolicy.executeWithOptions({ ...options, summary: `update, step ${step}` }, [
        { ...commitment, microBatch: placement.microBatch, epoch: lease.epoch },
      ]),
  );
  page.metrics(trainerMetrics(metrics));
  return policyVersion;
}

function showStep({ run }: TrainSession, { step, metrics }: FrozenBatch): void {
  const { page } = run;
  const { reward: mean, exact } = metrics satisfies StepMetrics;
  page.metrics(metrics);
  if (mean !== null && exact !== null) page.point({ step, reward: mean, exact });
}

/** TRL reports dozens of numbers; a page has room for the ones people look at. */
function trainerMetrics(metrics: Readonly<Record<string, number>>): Record<string, number> {
  const clipping = ['clip_fraction_low', 'clip_fraction_high'];
  const shown = ['loss', 'grad_norm', 'learning_rate', 'entropy', ...clipping];
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => shown.includes(name)));
}
