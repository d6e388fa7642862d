import { setTimeout as pause } from 'node:timers/promises';
import type {
  RewardActivities,
  RolloutActivities,
  TrainActivities,
} from '@evoline/contract/activities';
import { trainQueueOf } from '@evoline/contract/queues';
import { digestOf } from './fake-digest.ts';
import type { FakeState } from './fake-world.ts';

type Trained = RolloutActivities &
  TrainActivities &
  Pick<RewardActivities, 'scoreGroups' | 'freezeBatch'>;

/** An engine and a trainer that take `state.pauseMs` and always succeed. */
export function fakeTraining(state: FakeState): Trained {
  const batch = (step: number) => ({ sha256: digestOf(`batch ${step}`), bytes: 8, mediaType: 'b' });
  return {
    async findEngine({ engine }) {
      const queued = state.engineQueues;
      const queue = (queued.length > 1 ? queued.shift() : queued[0]) ?? `gpu-rollout.${engine}`;
      return { engine, kind: 'evoline-policy', build: 'test', queue };
    },
    async publishPolicy({ policyVersion }) {
      return {
        servedName: `policy@${digestOf(policyVersion)}`,
        weightsDigest: digestOf(policyVersion),
        engineBuild: 'test',
      };
    },
    async sampleChunk({ groups }) {
      await pause(state.pauseMs);
      return { finished: groups.length, reused: 0, excluded: {}, completionTokens: 100 };
    },
    async scoreGroups({ groupIds }) {
      return { scored: groupIds.length, excluded: {} };
    },
    async freezeBatch({ step }) {
      const reward = -0.5 + Math.min(step, 10) / 10;
      return {
        step,
        batch: batch(step),
        samples: 16,
        hasSignal: !state.idleSteps.includes(step),
        metrics: {
          reward,
          wellFormed: 0.9,
          exact: step / 20,
          zeroVarianceGroups: 0,
          truncated: 0,
          excluded: 0,
        },
      };
    },
    async findTrainHost() {
      return { host: 'host-1', queue: trainQueueOf('host-1') };
    },
    async warmStartPolicy({ runId }) {
      await pause(state.pauseMs);
      return { id: `${runId}:0`, runId, step: 0, weightsDigest: digestOf(`${runId}:0`) };
    },
    async updatePolicy({ runId, step }) {
      await pause(state.pauseMs);
      const id = `${runId}:${step}`;
      return {
        policyVersion: { id, runId, step, weightsDigest: digestOf(id) },
        metrics: { loss: 0.1, kl: 0 },
      };
    },
    async closeTrainer() {},
  };
}
