import type { TrainDeps } from './train-deps.ts';

/** Ends the live trainer of a run, if this worker has one, and waits until it is gone. */
export async function closeTrainer(
  { sessions }: Pick<TrainDeps, 'sessions'>,
  { runId }: { readonly runId: string },
): Promise<void> {
  await sessions.inTurn(runId, () => sessions.end(runId));
}
