import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runWarmStart } from '@evoline/clients/trainer/run-warm-start';
import { type ArtifactRef, mediaTypes } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type {
  PolicyVersionRef,
  TrainPolicyConfig,
  WarmStartRequest,
} from '@evoline/contract/train';
import type { WarmStartDone } from '@evoline/contract/trainer-protocol';
import { commitWarmStart } from '@evoline/db/queries/commit-warm-start';
import { committedStep } from '@evoline/db/queries/committed-step';
import { warmStartCommand } from '@evoline/domain/train/warm-start-command';
import type { ActivityContext } from '../activity-context.ts';
import { runConfig } from '../ledger/run-config.ts';
import { whileRenewingLeases } from '../while-renewing-leases.ts';
import { baseName } from './base-name.ts';
import { type Demonstrations, demonstrationLines } from './demonstration-lines.ts';
import type { TrainDeps } from './train-deps.ts';

/**
 * Makes policy version 0 of a run: the base, imitating demonstrations of the warm-start split or, with
 * 0 steps, as it is. The demonstrations are stored, so that its lineage leads to the pull requests
 * behind it. A run that has its version 0 keeps it.
 *
 * @throws EvolineFailure nothing_to_work_on without a demonstration, trainer_*, store_*, lease_lost
 */
export async function warmStartPolicy(
  deps: TrainDeps,
  { runId, epoch }: WarmStartRequest,
  context: ActivityContext,
): Promise<PolicyVersionRef> {
  const committed = await committedStep(deps.database, runId, 0);
  if (committed !== null) return committed;
  return whileRenewingLeases(deps.database, runId, async () => {
    const config = await runConfig(deps.database, runId, 'trainPolicy');
    const base = await baseName(config.base);
    const shown = await demonstrationsOf(deps, config);
    const scratch = path.join(deps.scratch, `warm-start-${randomUUID()}`);
    try {
      const call = { signal: context.signal, onProgress: context.heartbeat };
      const { done, checkpoint } = await imitate(deps, config, shown, scratch, call);
      return await commitWarmStart(deps.database, {
        runId,
        epoch,
        base,
        checkpoint,
        adaptation: config.adaptation,
        weightsDigest: done.weights_digest,
        // Nothing but the weights is needed to stand here again.
        recovery: checkpoint,
        demonstrations: shown && (await storeDemonstrations(deps, shown)),
        demonstratedItems: (shown?.itemDigests ?? []).map(once),
        metrics: metricsOf(done, config, shown),
      });
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
}

/** null when the base is registered as it is. */
async function demonstrationsOf(
  deps: TrainDeps,
  config: TrainPolicyConfig,
): Promise<Demonstrations | null> {
  // A tiny base takes its tokenizer from them, even when it imitates nothing.
  if (config.warmStart.steps === 0 && config.base !== 'tiny') return null;
  const shown = await demonstrationLines(deps, config);
  if (shown.lines.length > 0) return shown;
  const skipped = Object.entries(shown.skipped).map(([reason, items]) => `${reason} ${items}`);
  throw new EvolineFailure(
    'nothing_to_work_on',
    `the warm-start split gives no demonstration (skipped: ${skipped.join(', ') || 'no items'})`,
  );
}

async function imitate(
  { python, store }: TrainDeps,
  config: TrainPolicyConfig,
  shown: Demonstrations | null,
  scratch: string,
  call: Parameters<typeof runWarmStart>[3],
): Promise<{ done: WarmStartDone; checkpoint: ArtifactRef }> {
  const demonstrations = path.join(scratch, 'demonstrations.jsonl');
  const out = path.join(scratch, 'policy');
  await mkdir(scratch, { recursive: true });
  await writeFile(demonstrations, fileOf(shown));
  const command = warmStartCommand(config, { demonstrations, out });
  const done = await runWarmStart(python, command, scratch, call);
  return { done, checkpoint: await store.putDirectory(out) };
}

function storeDemonstrations({ store }: TrainDeps, shown: Demonstrations): Promise<ArtifactRef> {
  return store.put(new TextEncoder().encode(fileOf(shown)), mediaTypes.demonstrations);
}

function fileOf(shown: Demonstrations | null): string {
  return (shown?.lines ?? []).map((line) => `${line}\n`).join('');
}

function once(itemDigest: string): { itemDigest: string; samples: number } {
  return { itemDigest, samples: 1 };
}

function metricsOf(
  done: WarmStartDone,
  config: TrainPolicyConfig,
  shown: Demonstrations | null,
): Record<string, number | null> {
  return {
    loss: done.loss,
    parameters: done.parameters,
    vocabularySize: done.vocabulary_size,
    demonstrations: shown?.lines.length ?? 0,
    torchThreads: config.torchThreads,
  };
}
