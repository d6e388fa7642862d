import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type WarmStartCommand, WarmStartDone } from '@evoline/contract/trainer-protocol';
import { type TrainerCall, awaitEvent } from './conversation.ts';
import type { PythonPolicy } from './python-policy.ts';
import { orEnd, startGuarded } from './trainer.ts';

/**
 * Runs `evoline_policy.warm_start` under its guard to its end; the policy lies in `command.out` then.
 *
 * @param scratch a folder of this attempt alone; the request file is written into it
 * @throws EvolineFailure as `startTrainer`, and what the child reports
 */
export async function runWarmStart(
  python: PythonPolicy,
  command: WarmStartCommand,
  scratch: string,
  call: TrainerCall,
): Promise<WarmStartDone> {
  const file = path.join(scratch, 'warm-start.json');
  await mkdir(scratch, { recursive: true });
  await writeFile(file, JSON.stringify(command));
  const child = await startGuarded(python, 'evoline_policy.warm_start', '--request', file);
  return orEnd(child, async () => {
    const done = await awaitEvent(child, WarmStartDone, python.silenceSeconds, call);
    await child.finish();
    return done;
  });
}
