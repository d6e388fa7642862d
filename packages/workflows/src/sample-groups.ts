import type {
  GroupPlan,
  SampleChunkRequest,
  SampleChunkResult,
  SamplingParameters,
} from '@evoline/contract/rollout';
import { ActivityFailure, isCancellation } from '@temporalio/workflow';
import { failureReason } from './failure-reason.ts';
import { onEngineHost, type Placement } from './placement.ts';
import { maximumRepublications } from './bounds.ts';
import { reward, rollout } from './proxies.ts';
import type { RunPage } from './run-page.ts';

/** What sampling needs to know of its run. */
export interface SamplingRun {
  readonly runId: string;
  readonly page: RunPage;
  readonly placement: Placement;
  readonly config: Pick<SampleChunkRequest, 'template'> & {
    readonly chunkGroups: number;
    readonly hostWaitSeconds: number;
  };
}

export interface SamplingJob {
  readonly purpose: SampleChunkRequest['purpose'];
  readonly step: number;
  readonly policyVersion: string;
  readonly sampling: SamplingParameters;
  /** A promise is awaited while the policy is being published. */
  readonly groups: readonly GroupPlan[] | Promise<readonly GroupPlan[]>;
  /** For summaries and the page, for example `step 7`. */
  readonly title: string;
}

/**
 * Publishes the policy version to the engine, samples the groups in parallel chunks and scores each
 * chunk as soon as it is sampled. Groups that an earlier attempt finished are not sampled again.
 */
export async function sampleAndScore(run: SamplingRun, job: SamplingJob): Promise<void> {
  if (Array.isArray(job.groups) && job.groups.length === 0) return showNothingToDo(run, job);
  for (let publication = 0; ; publication += 1) {
    try {
      const [groups] = await Promise.all([job.groups, publish(run, job.policyVersion)]);
      return await sampleChunks(run, job, groups);
    } catch (error) {
      if (!servesAnother(error) || publication === maximumRepublications) throw error;
      run.placement.published = null;
    }
  }
}

function showNothingToDo({ page }: SamplingRun, { title }: SamplingJob): void {
  const done = { state: 'done' as const, progress: `${title}: nothing left to do` };
  page.row('rollout', done);
  page.row('reward', done);
}

async function publish(run: SamplingRun, policyVersion: string): Promise<void> {
  const { runId, placement, config } = run;
  if (placement.published === policyVersion) return;
  const { engine } = placement;
  await onEngineHost(placement, config.hostWaitSeconds, (options) =>
    rollout.publishPolicy.executeWithOptions(
      { ...options, summary: `publish ${policyVersion} to ${engine}` },
      [{ runId, policyVersion, engine }],
    ),
  );
  placement.published = policyVersion;
}

async function sampleChunks(
  run: SamplingRun,
  job: SamplingJob,
  planned: readonly GroupPlan[],
): Promise<void> {
  const chunks = chunksOf(planned, run.config.chunkGroups);
  const ended = { rollout: 0, reward: 0 };
  const show = (stage: keyof typeof ended): void => {
    const progress = `${job.title}: ${ended[stage]} of ${chunks.length} chunks`;
    run.page.row(stage, { state: 'running', progress });
  };
  show('rollout');
  const outcomes = await Promise.allSettled(
    chunks.map(async (groups, index) => {
      const title = `${job.title}: chunk ${index + 1} of ${chunks.length}`;
      await sampleChunk(run, job, groups, title);
      ended.rollout += 1;
      show('rollout');
      await score(run, groups, title);
      ended.reward += 1;
      show('reward');
    }),
  );
  const failed = outcomes.filter((outcome) => outcome.status === 'rejected');
  const first = failed.find(({ reason }) => isCancellation(reason)) ?? failed[0];
  if (first !== undefined) throw first.reason;
}

function sampleChunk(
  { runId, placement, config }: SamplingRun,
  { purpose, step, policyVersion, sampling }: SamplingJob,
  groups: readonly GroupPlan[],
  title: string,
): Promise<SampleChunkResult> {
  const { engine } = placement;
  const { template } = config;
  return onEngineHost(placement, config.hostWaitSeconds, (options) =>
    rollout.sampleChunk.executeWithOptions({ ...options, summary: `sample ${title}` }, [
      { runId, purpose, step, policyVersion, engine, template, sampling, groups: [...groups] },
    ]),
  );
}

async function score(
  { runId }: SamplingRun,
  groups: readonly GroupPlan[],
  title: string,
): Promise<void> {
  const groupIds = groups.map(({ groupId }) => groupId);
  await reward.scoreGroups.executeWithOptions({ summary: `score ${title}` }, [{ runId, groupIds }]);
}

function chunksOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

function servesAnother(error: unknown): boolean {
  return error instanceof ActivityFailure && failureReason(error).code === 'engine_wrong_policy';
}
