import type { DelayedOpening, OpenedSource } from '@evoline/contract/mine';
import type { ActiveRun } from './conduct.ts';
import { mining } from './proxies.ts';
import { waitingOut } from './rate-limit.ts';

/** The repositories of the run's source, and those left out; GitHub may ask to wait before it names them. */
export async function openSource(run: ActiveRun<'minePullRequests'>): Promise<OpenedSource> {
  const { runId, config } = run;
  const opening = { summary: `open ${config.source}`.slice(0, 200) };
  return await waitingOut<OpenedSource, DelayedOpening>(run.page, () =>
    mining.openSource.executeWithOptions(opening, [{ runId }]),
  );
}
