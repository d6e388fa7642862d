import type {
  DelayedHydration,
  DelayedPage,
  FoundPage,
  HydratedPullRequests,
  MineSummary,
  PageCursor,
  SourceRepository,
} from '@evoline/contract/mine';
import type { MineResult, WorkflowResult } from '@evoline/contract/results';
import {
  allHandlersFinished,
  CancellationScope,
  condition,
  ContinueAsNew,
  continueAsNew,
} from '@temporalio/workflow';
import { conduct, type ActiveRun } from './conduct.ts';
import { Lease } from './lease.ts';
import { addSummaries, countsLine, dropsLine, emptySummary, summaryLine } from './mine-summary.ts';
import { mining } from './proxies.ts';
import { waitingOut } from './rate-limit.ts';
import { SparingReports } from './report-progress.ts';

/** Where a continued run goes on: repositories that are closed, and the cursor in the next one. */
interface MineCarried {
  readonly closed: readonly string[];
  readonly cursor: PageCursor | null;
  readonly mined: MineSummary;
}

/** Mines one source: pages of pull requests, hydrated, extracted into items with reasons for drops. */
export function minePullRequests(
  raw?: unknown,
  carried?: MineCarried,
): Promise<WorkflowResult<'minePullRequests'>> {
  return conduct({
    workflow: 'minePullRequests',
    stages: ['mine'],
    updates: ['abortRun'],
    raw,
    body: (run) => mine(run, carried),
    summarise: ({ mined }) => [`${mined.source}: ${summaryLine(mined)}`],
  });
}

interface Mining {
  readonly run: ActiveRun<'minePullRequests'>;
  readonly lease: Lease;
  closed: readonly string[];
  cursor: PageCursor | null;
  mined: MineSummary;
  pagesLeft: number;
  readonly reports: SparingReports;
}

async function mine(
  run: ActiveRun<'minePullRequests'>,
  carried: MineCarried | undefined,
): Promise<MineResult> {
  const { config, page, log, runId } = run;
  const { source } = config;
  const mined = emptySummary(source);
  const position = carried ?? { closed: [], cursor: null, mined };
  const lease = new Lease(`mine:${source}`, runId, page);
  const mining: Mining = {
    run,
    lease,
    ...position,
    pagesLeft: config.pagesPerRun,
    reports: new SparingReports(page),
  };
  page.attributes({ Stage: 'mine' });
  page.row('mine', { state: 'running', progress: countsLine(position.mined), detail: source });
  await log.started('mine', carried !== undefined);
  await lease.acquire();
  try {
    return await mineSource(mining);
  } catch (error) {
    if (!(error instanceof ContinueAsNew))
      await CancellationScope.nonCancellable(() => lease.release());
    throw error;
  }
}

async function mineSource(state: Mining): Promise<MineResult> {
  const { run, lease } = state;
  const { runId, runName, config } = run;
  const opening = { summary: `open ${config.source}`.slice(0, 200) };
  const { repositories } = await mining.openSource.executeWithOptions(opening, [{ runId }]);
  for (const [index, repository] of repositories.entries()) {
    if (state.closed.includes(repository.key)) continue;
    run.page.row('mine', { detail: `${repository.name}, ${index + 1} of ${repositories.length}` });
    await mineRepository(state, repository);
  }
  await lease.release();
  return { runId, runName, state: 'done', mined: state.mined, repositories: repositories.length };
}

async function mineRepository(state: Mining, repository: SourceRepository): Promise<void> {
  const { run } = state;
  const { runId } = run;
  do {
    if (state.pagesLeft === 0) await continueRun(state);
    state.pagesLeft -= 1;
    state.cursor = await minePage(state, repository);
  } while (state.cursor !== null);
  const closing = { summary: `close ${repository.name}` };
  state.mined = await mining.closeRepository.executeWithOptions(closing, [{ runId, repository }]);
  state.closed = [...state.closed, repository.key];
  await showMined(state);
}

/** Returns the cursor of the next page, null after the last. */
async function minePage(state: Mining, repository: SourceRepository): Promise<PageCursor | null> {
  const { page: shown, runId } = state.run;
  const { name } = repository;
  const found = await waitingOut<FoundPage, DelayedPage>(shown, (before) => {
    const cursor = before === null ? state.cursor : before.cursor;
    const summary = `pull requests of ${name}`;
    return mining.pagePullRequests.executeWithOptions({ summary }, [{ runId, repository, cursor }]);
  });
  if (found.pullRequests === 0) return found.next;
  const summary = `hydrate ${found.pullRequests} of ${name}`;
  const hydrated = await waitingOut<HydratedPullRequests, DelayedHydration>(shown, () =>
    mining.hydratePullRequests.executeWithOptions({ summary }, [
      { runId, repository, page: found.page },
    ]),
  );
  const extracted = await mining.extractItems.executeWithOptions(
    { summary: `extract ${hydrated.pullRequests} of ${name}` },
    [{ runId, repository, page: hydrated.page }],
  );
  state.mined = addSummaries(state.mined, extracted);
  await showMined(state);
  return found.next;
}

async function showMined({ run, mined, reports }: Mining): Promise<void> {
  run.page.row('mine', { progress: countsLine(mined), detail: dropsLine(mined) });
  run.page.metrics({ seen: mined.seen, kept: mined.kept, added: mined.added });
  await reports.report();
}

async function continueRun({ run, lease, closed, cursor, mined }: Mining): Promise<never> {
  lease.stopRenewing();
  await condition(allHandlersFinished);
  return continueAsNew<typeof minePullRequests>(run.input, { closed, cursor, mined });
}
