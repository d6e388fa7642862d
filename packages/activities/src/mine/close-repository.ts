import { EvolineFailure } from '@evoline/contract/failures';
import type { MineSummary, SourceRepository } from '@evoline/contract/mine';
import { confirmAnswers, forgetAnswers } from '@evoline/db/queries/github-answers';
import { countSeen } from '@evoline/db/queries/seen-pull-requests';
import { goneReason, moveWatermark, openingOf } from '@evoline/db/queries/sources';
import { minedTotals } from '@evoline/db/queries/what-was-mined';
import { watermarkAfter } from '@evoline/domain/mine/watermark';
import type { MineDeps } from './mine-deps.ts';
import { type MineRun, readMineRun } from './mine-run.ts';

interface CloseRequest {
  readonly runId: string;
  readonly repository: SourceRepository;
}

/**
 * After the last page of a repository: moves its watermark, and keeps the entity tags of what was dealt with.
 * One that is gone keeps the watermark that it had. Returns the counts of the run so far.
 *
 * @throws EvolineFailure nothing_to_work_on when a repository was named that has no pull requests
 */
export async function closeRepository(deps: MineDeps, request: CloseRequest): Promise<MineSummary> {
  const { runId, repository } = request;
  const run = await readMineRun(deps, runId);
  const { seen } = await minedTotals(deps.database, runId, repository.key);
  const isGone = (await goneReason(deps.database, repository.key)) !== null;
  if (seen === 0 && !isGone) await refuseEmpty(deps, run, repository);
  if (!isGone && followsUpdates(run)) await closeWalk(deps, request);
  return { source: run.config.source, ...(await minedTotals(deps.database, runId)) };
}

async function closeWalk(
  { database }: MineDeps,
  { runId, repository }: CloseRequest,
): Promise<void> {
  const { key: repositoryKey, watermark } = repository;
  const isShort = await confirmAnswers(database, { runId, repositoryKey });
  const openedAt = await openingOf(database, runId, repositoryKey);
  const moved = watermarkAfter({ watermark, openedAt, isShort });
  if (moved === null || moved === watermark) return;
  await moveWatermark(database, repositoryKey, moved);
  await forgetAnswers(database, repositoryKey);
}

async function refuseEmpty(
  { database }: MineDeps,
  { source }: MineRun,
  { key, name, watermark }: SourceRepository,
): Promise<void> {
  const isNamed = source.kind === 'github' && !source.name.includes('*');
  if (!isNamed || watermark !== null || (await countSeen(database, key)) > 0) return;
  throw new EvolineFailure('nothing_to_work_on', `source: ${name} has no pull requests`);
}

/** A limited run has not seen everything, and neither has the archive; a history is read as a whole each time. */
function followsUpdates({ source, config }: MineRun): boolean {
  return source.kind !== 'git' && source.kind !== 'archive' && config.limit === null;
}
