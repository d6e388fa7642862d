import { createHash } from 'node:crypto';
import type { EngineCall, InferenceEngine } from '@evoline/clients/engine/inference-engine';
import { mediaTypes } from '@evoline/contract/artifact';
import { EvolineFailure } from '@evoline/contract/failures';
import type { PullRequestItem } from '@evoline/contract/mine';
import type {
  ExcludeReason,
  GroupPlan,
  GroupRecord,
  SampleChunkRequest,
  SampleRecord,
} from '@evoline/contract/rollout';
import { finishGroup, excludeGroup } from '@evoline/db/queries/finish-group';
import { templateDigest } from '@evoline/domain/rollout/prompt-template';
import { promptTemplates } from '@evoline/domain/rollout/prompt-templates';
import { itemPrompt } from './item-prompt.ts';
import type { RolloutDeps } from './rollout-deps.ts';

/** The engine and the policy that a chunk is sampled from. */
export interface Sampler {
  readonly engine: InferenceEngine;
  readonly engineBuild: string;
  readonly servedName: string;
  readonly weightsDigest: string;
}

/** What became of a group; a fault of the engine is raised instead. */
export type GroupOutcome =
  | { readonly kind: 'finished'; readonly completionTokens: number }
  | { readonly kind: 'excluded'; readonly reason: ExcludeReason };

/**
 * Samples one group and makes it durable: blob first, then its rows. The policy behind the name is
 * looked up before the request goes out and after the answer is in.
 *
 * @throws EvolineFailure of the engine or the store
 */
export async function sampleGroup(
  deps: RolloutDeps,
  sampler: Sampler,
  request: SampleChunkRequest,
  group: GroupPlan,
  item: PullRequestItem,
  call: EngineCall,
): Promise<GroupOutcome> {
  const prompt = itemPrompt(request.template, item);
  if (prompt === null) return exclude(deps, group, 'prompt_not_renderable');
  const { engine, servedName } = sampler;
  const promptTokenIds = await engine.tokenize(servedName, prompt, call);
  const { maxPromptTokens, samples: size, ...sampling } = request.sampling;
  if (promptTokenIds.length > maxPromptTokens) {
    return exclude(deps, group, 'prompt_over_budget');
  }
  const weightsDigestAtDispatch = await confirmServed(sampler, call);
  const samples = await engine.sample(
    { servedName, promptTokenIds, samples: size, seed: group.seed, ...sampling },
    call,
  );
  const weightsDigestAtFinish = await confirmServed(sampler, call);
  const { engineBuild } = sampler;
  await store(deps, engine.name, {
    format: 'evoline.group.v1',
    groupId: group.groupId,
    itemDigest: group.itemDigest,
    template: request.template,
    templateDigest: templateDigest(promptTemplates[request.template]),
    prompt,
    promptTokenIds: [...promptTokenIds],
    sampling: request.sampling,
    seed: group.seed,
    engineBuild,
    servedName,
    weightsDigestAtDispatch,
    weightsDigestAtFinish,
    samples: [...samples],
  });
  return { kind: 'finished', completionTokens: tokensOf(samples) };
}

/** @throws EvolineFailure engine_wrong_policy */
async function confirmServed(sampler: Sampler, call: EngineCall): Promise<string> {
  const { engine, servedName, weightsDigest } = sampler;
  const served = await engine.servedPolicy(servedName, call);
  const isRight = served?.proof === 'name' || served?.weightsDigest === weightsDigest;
  if (isRight) return weightsDigest;
  const found = served === null ? 'nothing' : `weights ${served.weightsDigest}`;
  throw new EvolineFailure(
    'engine_wrong_policy',
    `engine ${engine.name} serves ${found} as ${servedName}, not ${weightsDigest}`,
  );
}

async function exclude(
  { database }: RolloutDeps,
  { groupId }: GroupPlan,
  reason: ExcludeReason,
): Promise<GroupOutcome> {
  await excludeGroup(database, { groupId, reason, engine: null });
  return { kind: 'excluded', reason };
}

async function store(deps: RolloutDeps, engine: string, record: GroupRecord): Promise<void> {
  const blob = await deps.store.putJson(record, mediaTypes.group);
  await finishGroup(deps.database, {
    groupId: record.groupId,
    blob,
    templateDigest: record.templateDigest,
    engine,
    engineBuild: record.engineBuild,
    servedName: record.servedName,
    weightsDigestAtDispatch: record.weightsDigestAtDispatch,
    weightsDigestAtFinish: record.weightsDigestAtFinish,
    promptTokens: record.promptTokenIds.length,
    samples: record.samples.map((sample) => ({
      index: sample.index,
      finishReason: sample.finishReason,
      completionTokens: sample.tokenIds.length,
      outputDigest: createHash('sha256').update(sample.text).digest('hex'),
      excludedReason: null,
    })),
  });
}

function tokensOf(samples: readonly SampleRecord[]): number {
  return samples.reduce((sum, sample) => sum + sample.tokenIds.length, 0);
}
