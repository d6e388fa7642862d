import type {
  LostRepository,
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
import { foreseeQuota } from './foresee-quota.ts';
import { Lease } from './lease.ts';
import { lossOf } from './lost-repository.ts';
import { minePage } from './mine-page.ts';
import { addSummaries, countsLine, dropsLine, emptySummary, summaryLine } from './mine-summary.ts';
import { openSource } from './open-source.ts';
import { mining } from './proxies.ts';
import { SparingReports } from './report-progress.ts';

/** Where a continued run goes on: repositories that are closed, and the cursor in the next one. */
interface MineCarried {
  readonly closed: readonly string[];
  readonly cursor: PageCursor | null;
  readonly mined: MineSummary;
  readonly lost?: readonly LostRepository[];
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
    foresee: foreseeQuota,
    body: (run) => mine(run, carried),
    summarise: ({ mined, lost = [] }) => [
      `${mined.source}: ${summaryLine(mined)}`,
      ...lost.map(({ repository, reason }) => `${repository}: ${reason}`),
    ],
  });
}

interface Mining {
  readonly run: ActiveRun<'minePullRequests'>;
  readonly lease: Lease;
  closed: readonly string[];
  cursor: PageCursor | null;
  mined: MineSummary;
  lost: readonly LostRepository[];
  pagesLeft: number;
  readonly reports: SparingReports;
}

async function mine(
  run: ActiveRun<'minePullRequests'>,
  carried: MineCarried | undefined,
): Promise<MineResult> {
  const { config, page, log, runId } = run;
  const { source } = config;
  const start = { closed: [], cursor: null, mined: emptySummary(source), lost: [] };
  const lease = new Lease(`mine:${source}`, runId, page);
  const reports = new SparingReports(page);
  const mining = { run, lease, ...start, ...carried, pagesLeft: config.pagesPerRun, reports };
  page.attributes({ Stage: 'mine' });
  page.row('mine', { state: 'running', progress: countsLine(mining.mined), detail: source });
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
  const { runId, runName } = run;
  const { repositories, lost: leftOut = [] } = await openSource(run);
  for (const [index, repository] of repositories.entries()) {
    if (state.closed.includes(repository.key)) continue;
    run.page.row('mine', { detail: `${repository.name}, ${index + 1} of ${repositories.length}` });
    await mineOrLose(state, repository, repositories.length);
  }
  await lease.release();
  const { mined } = state;
  const lost = [...leftOut, ...state.lost];
  const found = { mined, repositories: repositories.length, ...(lost.length > 0 && { lost }) };
  return { runId, runName, state: 'done', ...found };
}

/** One of several repositories that cannot be mined is noted, and the others go on. */
async function mineOrLose(
  state: Mining,
  repository: SourceRepository,
  repositories: number,
): Promise<void> {
  try {
    await mineRepository(state, repository);
  } catch (error) {
    const reason = repositories === 1 ? null : lossOf(error);
    if (reason === null) throw error;
    state.lost = [...state.lost, { repository: repository.name, reason }];
    if (state.lost.length === repositories) throw error;
    state.cursor = null;
    state.closed = [...state.closed, repository.key];
    state.run.page.metrics({ lost: state.lost.length });
  }
}

async function mineRepository(state: Mining, repository: SourceRepository): Promise<void> {
  const { runId } = state.run;
  do {
    if (state.pagesLeft === 0) await continueRun(state);
    state.pagesLeft -= 1;
    const { next, extracted } = await minePage(state.run, repository, state.cursor);
    state.cursor = next;
    if (extracted === null) continue;
    state.mined = addSummaries(state.mined, extracted);
    await showMined(state);
  } while (state.cursor !== null);
  const closing = { summary: `close ${repository.name}` };
  state.mined = await mining.closeRepository.executeWithOptions(closing, [{ runId, repository }]);
  state.closed = [...state.closed, repository.key];
  await showMined(state);
}

async function showMined({ run, mined, reports }: Mining): Promise<void> {
  run.page.row('mine', { progress: countsLine(mined), detail: dropsLine(mined) });
  run.page.metrics({ seen: mined.seen, kept: mined.kept, added: mined.added });
  await reports.report();
}

async function continueRun({ run, lease, closed, cursor, mined, lost }: Mining): Promise<never> {
  lease.stopRenewing();
  await condition(allHandlersFinished);
  return continueAsNew<typeof minePullRequests>(run.input, { closed, cursor, mined, lost });
}
