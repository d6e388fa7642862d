// Program of a thread: makes every item of an exported folder again, and says how far it is.
import { parentPort, workerData } from 'node:worker_threads';
import { EvolineFailure } from '@evoline/contract/failures';
import type { CheckMessage, CheckWork } from './check-items.ts';
import { exportedItems } from './exported-items.ts';

const itemsPerMessage = 64;

function tell(message: CheckMessage): void {
  parentPort?.postMessage(message);
}

async function check({ folder, manifest }: CheckWork): Promise<CheckMessage> {
  let items = 0;
  try {
    for await (const _ of exportedItems(folder, manifest)) {
      items += 1;
      if (items % itemsPerMessage === 0) tell({ kind: 'progress', items });
    }
    return { kind: 'good' };
  } catch (error) {
    if (!(error instanceof EvolineFailure)) throw error;
    return { kind: 'refused', message: error.message };
  }
}

tell(await check(workerData));
