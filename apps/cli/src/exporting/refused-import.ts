import { EvolineFailure } from '@evoline/contract/failures';

/** Why a folder is not imported. */
export function refusedImport(reason: string): EvolineFailure {
  return new EvolineFailure('input_invalid', `the folder cannot be imported: ${reason}`);
}
