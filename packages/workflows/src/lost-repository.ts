import { type Boundary, failures } from '@evoline/contract/failures';
import { isCancellation, patched, TemporalFailure } from '@temporalio/workflow';
import { failureReason } from './failure-reason.ts';

/** What goes wrong at these boundaries is a matter of one repository. */
const ofRepository: readonly Boundary[] = ['github', 'git'];

/** Why a repository cannot be mined, when that does not concern the others; null for any other error. */
export function lossOf(error: unknown): string | null {
  if (isCancellation(error) || !(error instanceof TemporalFailure)) return null;
  const { code, message } = failureReason(error);
  const kind = Object.entries(failures).find(([name]) => name === code)?.[1];
  const isOwn =
    code === 'not_found' || (kind !== undefined && ofRepository.includes(kind.boundary));
  return isOwn && patched('mine-the-rest') ? message.slice(0, 500) : null;
}
