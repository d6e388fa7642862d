import { queues, type Role, rolloutQueueOf, trainQueueOf } from '@evoline/contract/queues';
import type { WorkerEnvironment } from './env.ts';

/** The queues that a role polls; work that is bound to an engine or a host has queues of its own. */
export function queuesOf(
  role: Role,
  { engines, trainHost }: Pick<WorkerEnvironment, 'engines' | 'trainHost'>,
): readonly string[] {
  if (role === 'rollout') return [queues.rollout, ...[...engines.keys()].map(rolloutQueueOf)];
  if (role === 'train') return [queues.train, trainQueueOf(trainHost)];
  return [queues[role]];
}

/** Activities at once on each queue of a role. A trainer has its device to itself. */
export const slots: Readonly<Record<Role, number>> = {
  pipeline: 20,
  mine: 8,
  rollout: 4,
  reward: 2,
  train: 1,
};
