import type { InferenceEngine } from '@evoline/clients/engine/inference-engine';
import type { PublishRequest, PublishedPolicy } from '@evoline/contract/rollout';
import { servedNameOf } from '@evoline/contract/served-name';
import {
  type PolicyVersionRow,
  policyVersionById,
  policyVersionId,
} from '@evoline/db/queries/policy-versions';
import { recordServing } from '@evoline/db/queries/serving';
import type { ActivityContext } from '../activity-context.ts';
import { whileRenewingLeases } from '../while-renewing-leases.ts';
import { type RolloutDeps, engineNamed } from './rollout-deps.ts';

/**
 * Makes an engine serve a committed policy version under its own name and notes that it confirmed.
 * Publishing again is a no-op for an engine that still serves it.
 */
export async function publishPolicy(
  deps: RolloutDeps,
  request: PublishRequest,
  context: ActivityContext,
): Promise<PublishedPolicy> {
  const { runId, policyVersion } = request;
  const engine = engineNamed(deps, request.engine);
  return whileRenewingLeases(deps.database, runId, async () => {
    const version = await policyVersionById(deps.database, policyVersion);
    const { build } = await engine.facts(context);
    await serve(deps, engine, version, context);
    const servedName = servedNameOf(version.weightsDigest);
    const { weightsDigest } = version;
    await recordServing(deps.database, {
      engine: engine.name,
      engineBuild: build,
      policyVersionId: version.id,
      servedName,
      weightsDigest,
      runId,
    });
    return { servedName, weightsDigest, engineBuild: build };
  });
}

async function serve(
  deps: RolloutDeps,
  engine: InferenceEngine,
  version: PolicyVersionRow,
  context: ActivityContext,
): Promise<void> {
  const servedName = servedNameOf(version.weightsDigest);
  const isAdapter = version.step > 0 && version.adaptation.kind === 'lora';
  if (isAdapter) {
    // An adapter means nothing without the policy under it, which a restarted engine has forgotten.
    const base = policyVersionId(version.runId, 0);
    await serve(deps, engine, await policyVersionById(deps.database, base), context);
  }
  await engine.load(
    {
      servedName,
      weightsDigest: version.weightsDigest,
      path: await deps.store.materialise({ sha256: version.checkpointSha256 }),
      adaptation: isAdapter ? 'lora' : 'full',
    },
    context,
  );
}
