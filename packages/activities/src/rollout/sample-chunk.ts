import { EvolineFailure, type FailureCode } from '@evoline/contract/failures';
import type {
  ExcludeReason,
  GroupPlan,
  SampleChunkRequest,
  SampleChunkResult,
} from '@evoline/contract/rollout';
import { servedNameOf } from '@evoline/contract/served-name';
import { excludeGroup } from '@evoline/db/queries/finish-group';
import { groupsById } from '@evoline/db/queries/groups';
import { itemContents } from '@evoline/db/queries/item-contents';
import { policyVersionById } from '@evoline/db/queries/policy-versions';
import type { ActivityContext } from '../activity-context.ts';
import { readItem } from '../read-item.ts';
import { whileRenewingLeases } from '../while-renewing-leases.ts';
import { ChunkTally, type KnownOutcomes } from './chunk-tally.ts';
import { type RolloutDeps, engineNamed } from './rollout-deps.ts';
import { type Sampler, sampleGroup } from './sample-group.ts';

/** Groups under way at the engine at once. */
const groupsAtOnce = 4;
/** From this attempt on, a group that still fails on an engine that serves others is given up. */
const lastChanceAttempt = 3;

/**
 * Samples the groups of a chunk that are not there yet. Each group is durable as soon as it has
 * finished; heartbeats carry the ids. A fault of the engine fails the attempt after the groups under
 * way have ended; the next attempt does only what is missing. A group that fails again and again
 * while the engine serves others is excluded with a reason, so that it never blocks a step.
 */
export async function sampleChunk(
  deps: RolloutDeps,
  request: SampleChunkRequest,
  context: ActivityContext,
): Promise<SampleChunkResult> {
  return whileRenewingLeases(deps.database, request.runId, async () => {
    const known = await knownOutcomes(deps, request.groups);
    const chunk = new ChunkTally(known, context.heartbeat);
    const missing = request.groups.filter((group) => !chunk.has(group.groupId));
    if (missing.length > 0) {
      const sampler = await findSampler(deps, request, context);
      await sampleMissing(deps, { sampler, request, missing, chunk, context });
    }
    return chunk.result();
  });
}

async function knownOutcomes(
  { database }: RolloutDeps,
  groups: readonly GroupPlan[],
): Promise<KnownOutcomes> {
  const rows = await groupsById(
    database,
    groups.map((group) => group.groupId),
  );
  const ended = rows.filter((row) => row.state !== 'planned');
  return new Map(ended.map((row) => [row.groupId, row.state === 'finished' ? null : row.reason]));
}

async function findSampler(
  deps: RolloutDeps,
  request: SampleChunkRequest,
  context: ActivityContext,
): Promise<Sampler> {
  const engine = engineNamed(deps, request.engine);
  const { weightsDigest } = await policyVersionById(deps.database, request.policyVersion);
  const { build } = await engine.facts(context);
  return { engine, engineBuild: build, servedName: servedNameOf(weightsDigest), weightsDigest };
}

interface Sampling {
  readonly sampler: Sampler;
  readonly request: SampleChunkRequest;
  readonly missing: readonly GroupPlan[];
  readonly chunk: ChunkTally;
  readonly context: ActivityContext;
}

async function sampleMissing(deps: RolloutDeps, sampling: Sampling): Promise<void> {
  const { missing, chunk, context } = sampling;
  const contents = await itemContents(
    deps.database,
    missing.map((group) => group.itemDigest),
  );
  const isLastChance = context.attempt >= lastChanceAttempt;
  const queue = missing.values();
  const lane = async () => {
    for (const group of queue) {
      context.signal.throwIfAborted();
      if (chunk.failures.length > 0 && !isLastChance) return;
      const content = contents.get(group.itemDigest);
      if (content === undefined) continue;
      await attempt(deps, sampling, group, () => readItem(deps.store, content));
    }
  };
  await Promise.all(Array.from({ length: groupsAtOnce }, lane));
  context.signal.throwIfAborted();
  await settleFailures(deps, sampling, isLastChance);
}

async function attempt(
  deps: RolloutDeps,
  { sampler, request, chunk, context }: Sampling,
  group: GroupPlan,
  read: () => ReturnType<typeof readItem>,
): Promise<void> {
  try {
    const item = await read();
    const call = { signal: context.signal };
    chunk.ended(group.groupId, await sampleGroup(deps, sampler, request, group, item, call));
  } catch (failure) {
    chunk.failures.push({ groupId: group.groupId, failure });
  }
}

async function settleFailures(
  { database }: RolloutDeps,
  { sampler, chunk, context }: Sampling,
  isLastChance: boolean,
): Promise<void> {
  // An engine that is gone is no group's own fault: this attempt fails, and the stage waits in the end.
  if (isLastChance && chunk.failures.length > 0) await sampler.engine.facts(context);
  for (const { groupId, failure } of chunk.failures) {
    const reason = reasonOf(failure);
    const isGroupsOwn = isLastChance || codeOf(failure) === 'engine_rejected';
    if (reason === undefined || !isGroupsOwn || !chunk.hasFinished) throw failure;
    await excludeGroup(database, { groupId, reason, engine: sampler.engine.name });
    chunk.ended(groupId, { kind: 'excluded', reason });
  }
}

const reasons: Partial<Record<FailureCode, ExcludeReason>> = {
  engine_unreachable: 'engine_fault',
  engine_rejected: 'engine_fault',
  engine_incomplete: 'log_probs_missing',
};

function reasonOf(failure: unknown): ExcludeReason | undefined {
  const code = codeOf(failure);
  return code === undefined ? undefined : reasons[code];
}

function codeOf(failure: unknown): FailureCode | undefined {
  return failure instanceof EvolineFailure ? failure.code : undefined;
}
