import type { DelayedOpening, OpenedSource, SourceRepository } from '@evoline/contract/mine';
import type { ActiveRun } from './conduct.ts';
import { mining } from './proxies.ts';
import { waitingOut } from './rate-limit.ts';

/** The repositories of the run's source; GitHub may ask to wait before it names them. */
export async function openSource(
  run: ActiveRun<'minePullRequests'>,
): Promise<readonly SourceRepository[]> {
  const { runId, config } = run;
  const opening = { summary: `open ${config.source}`.slice(0, 200) };
  const { repositories } = await waitingOut<OpenedSource, DelayedOpening>(run.page, () =>
    mining.openSource.executeWithOptions(opening, [{ runId }]),
  );
  return repositories;
}
