import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generated } from './layout.mjs';
import { takeProcessLock } from './process-lock.mjs';
import { beginProgress, print } from './progress.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * One thing that has to be there.
 * @template T
 * @typedef {object} Step
 * @property {string} title what it sets up, for people
 * @property {() => Promise<T | null>} find what is there and good already, cheaply; null when something must be done
 * @property {(note: (text: string) => void) => Promise<string | void>} make does it; may say in a few words what came out
 */

/**
 * Returns what the step provides, doing it only when needed. One process does a step at a time; others wait for it.
 * @template T
 * @param {Step<T>} step
 * @returns {Promise<T>}
 */
export async function ensure(step) {
  const found = await step.find();
  if (found !== null) return found;
  const lock = await waitForLock(
    join(generated, 'set-up', `${step.title.replaceAll(/\W+/g, '-')}.lock`),
    step.title,
  );
  try {
    const meanwhile = await step.find(); // by whoever had the lock before us
    if (meanwhile !== null) return meanwhile;
    return await make(step);
  } finally {
    lock.release();
  }
}

/**
 * @template T
 * @param {Step<T>} step
 * @returns {Promise<T>}
 */
async function make(step) {
  const progress = beginProgress(step.title);
  try {
    const result = await step.make(progress.note);
    const found = await step.find();
    if (found === null) {
      throw new SetupError(
        `${step.title}: set up, but not found afterwards.`,
        'Delete .evoline and try again.',
      );
    }
    progress.done(result ?? undefined);
    return found;
  } catch (error) {
    progress.failed();
    throw error;
  }
}

/** @param {string} file @param {string} title */
async function waitForLock(file, title) {
  for (let told = false; ; told = true) {
    const lock = takeProcessLock(file);
    if ('release' in lock) return lock;
    if (!told)
      print(`[set-up] ${title}: process ${lock.holder.pid} is at it already; waiting for it`);
    await sleep(300);
  }
}
