import { EvolineFailure, type FailureCode } from '@evoline/contract/failures';
import type { TrainerErrorCode } from '@evoline/contract/trainer-protocol';
import type { ChildExit } from './child-process.ts';

const outOfMemory =
  /out of memory|OutOfMemoryError|MemoryError|can't allocate memory|Cannot allocate memory/i;
const notInstalled = /No module named|ModuleNotFoundError|ImportError/;

/** A child that ended without saying why. The message holds its last words. */
export function childDied(exit: ChildExit): EvolineFailure {
  const how = exit.signal ?? `exit code ${exit.code}`;
  const words = lastLines(exit.lastWords);
  return new EvolineFailure(
    diedCode(exit.lastWords),
    `the trainer ended with ${how}${words === '' ? '' : `: ${words}`}`,
    { details: { code: exit.code, signal: exit.signal } },
  );
}

/** A program that could not be started at all. */
export function cannotStart(executable: string, error: unknown): EvolineFailure {
  const reason = error instanceof Error ? error.message : String(error);
  return new EvolineFailure('trainer_unavailable', `cannot start ${executable}: ${reason}`, {
    cause: error,
  });
}

export function trainerSilent(seconds: number): EvolineFailure {
  return new EvolineFailure('trainer_silent', `the trainer said nothing for ${seconds} s`);
}

export function trainerGarbled(what: string): EvolineFailure {
  return new EvolineFailure('trainer_garbled', `the trainer broke its protocol: ${what}`);
}

const failureCodes = {
  batch_invalid: 'internal',
  digest_mismatch: 'trainer_diverged',
  non_finite_loss: 'trainer_diverged',
  out_of_memory: 'trainer_out_of_memory',
  save_failed: 'store_unreachable',
  internal: 'trainer_died',
} as const satisfies Record<TrainerErrorCode, FailureCode>;

/** A failure that the trainer itself reported. */
export function trainerReported(code: TrainerErrorCode, message: string): EvolineFailure {
  return new EvolineFailure(failureCodes[code], `the trainer reports ${code}: ${message}`, {
    details: { trainerCode: code },
  });
}

function diedCode(lastWords: string): FailureCode {
  if (outOfMemory.test(lastWords)) return 'trainer_out_of_memory';
  return notInstalled.test(lastWords) ? 'trainer_unavailable' : 'trainer_died';
}

function lastLines(words: string): string {
  return words.split('\n').slice(-5).join(' | ').slice(-1_000);
}
