/** Task queues, one per resource class. A person types only `pipeline`. */
export const queues = {
  pipeline: 'pipeline',
  mine: 'mine',
  rollout: 'gpu-rollout',
  reward: 'reward',
  train: 'gpu-train',
} as const;

export type QueueName = (typeof queues)[keyof typeof queues];

/** Worker roles: which queues one worker process polls. */
export const roles = ['pipeline', 'mine', 'rollout', 'reward', 'train'] as const;
export type Role = (typeof roles)[number];

/** The queue of work that is bound to one engine, for example `gpu-rollout.default`. */
export function rolloutQueueOf(engine: string): string {
  return `${queues.rollout}.${engine}`;
}

/** The queue of work that is bound to one training host, for example `gpu-train.node-3`. */
export function trainQueueOf(host: string): string {
  return `${queues.train}.${host}`;
}
