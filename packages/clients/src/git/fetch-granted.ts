import { EvolineFailure } from '@evoline/contract/failures';
import type { GitAddress } from './git-address.ts';
import type { GitProgram } from './git-program.ts';
import { fetchIds, type TransferOptions } from './mirror-transfer.ts';

/** A server gives all objects of a request or none, and names one that it does not give. */
const refused = /(?:not our ref|unadvertised object) ([0-9a-f]{40,64})/;
/** Beyond it something else is wrong with the repository. */
const maxRefusals = 100;

/** Fetches objects by id, all at once; without those that the server refuses, which stay missing. */
export async function fetchGranted(
  program: GitProgram,
  from: GitAddress,
  ids: readonly string[],
  options: TransferOptions & { readonly folder: string; readonly keepAs?: 'refs' | undefined },
): Promise<void> {
  const wanted = new Set(ids);
  for (let refusals = 0; wanted.size > 0; refusals += 1) {
    const failure = await fetchIds(program, from, [...wanted], options).then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) return;
    const id = failure instanceof EvolineFailure ? refused.exec(failure.message)?.[1] : undefined;
    if (id === undefined || !wanted.delete(id) || refusals >= maxRefusals) throw failure;
  }
}
