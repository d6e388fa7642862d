import type { Stage } from '@evoline/contract/steering';

/** The stage that an activity belongs to; all others belong to the stage of the workflow. */
export const stageOfActivity: Readonly<Record<string, Stage>> = {
  findEngine: 'rollout',
  publishPolicy: 'rollout',
  sampleChunk: 'rollout',
  scoreGroups: 'reward',
  freezeBatch: 'reward',
  summariseEvaluation: 'reward',
  findTrainHost: 'train',
  warmStartPolicy: 'train',
  updatePolicy: 'train',
};
