import { EvolineFailure } from '@evoline/contract/failures';
import type { MineSummary, SourceRepository } from '@evoline/contract/mine';
import { moveWatermark, snapshotTakenAt } from '@evoline/db/queries/sources';
import { minedTotals } from '@evoline/db/queries/what-was-mined';
import type { MineDeps } from './mine-deps.ts';
import { type MineRun, readMineRun } from './mine-run.ts';

/** Covers replicas of GitHub that lag behind, and clocks that differ. */
const overlapMinutes = 15;

/**
 * Moves the watermark of a repository after its last page, never later than the time at which this run
 * opened it less an overlap, and never back. Returns the counts of the run so far.
 *
 * @throws EvolineFailure nothing_to_work_on when a repository was named that has no pull requests
 */
export async function closeRepository(
  deps: MineDeps,
  { runId, repository }: { readonly runId: string; readonly repository: SourceRepository },
): Promise<MineSummary> {
  const run = await readMineRun(deps, runId);
  const { seen } = await minedTotals(deps.database, runId, repository.key);
  if (seen === 0 && repository.watermark === null && run.source.kind === 'github') {
    throw new EvolineFailure(
      'nothing_to_work_on',
      `source: ${repository.name} has no pull requests`,
    );
  }
  const openedAt = await snapshotTakenAt(deps.database, runId, repository.key);
  if (openedAt !== null && followsUpdates(run)) {
    const watermark = new Date(openedAt.getTime() - overlapMinutes * 60_000);
    await moveWatermark(deps.database, repository.key, watermark.toISOString());
  }
  return { source: run.config.source, ...(await minedTotals(deps.database, runId)) };
}

/** A limited run has not seen everything; a history is read as a whole each time. */
function followsUpdates({ source, config }: MineRun): boolean {
  return source.kind !== 'git' && config.limit === null;
}
