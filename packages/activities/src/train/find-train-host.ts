import { trainQueueOf } from '@evoline/contract/queues';
import type { TrainDeps } from './train-deps.ts';

/** This host and the queue of what must go on here, beside a live trainer. */
export async function findTrainHost({
  host,
}: Pick<TrainDeps, 'host'>): Promise<{ host: string; queue: string }> {
  return { host, queue: trainQueueOf(host) };
}
