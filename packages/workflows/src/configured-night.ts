import type { LostRepository } from '@evoline/contract/mine';
import type { NightlyResult, NightlySource, WorkflowResult } from '@evoline/contract/results';
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  TemporalFailure,
} from '@temporalio/workflow';
import { conduct, type ActiveRun } from './conduct.ts';
import { eachAtOnce } from './each-at-once.ts';
import { failureReason } from './failure-reason.ts';
import { foreseeQuota } from './foresee-quota.ts';
import type { mineNightly } from './mine-nightly.ts';
import { minePullRequests } from './mine-pull-requests.ts';
import { nominalTimeOf } from './nominal-time.ts';
import { refusal } from './refusal.ts';
import { runChild } from './run-child.ts';

/** Sources of the night that are done, and their counts. */
export interface NightlyCarried {
  readonly done: number;
  readonly mined: number;
  readonly seen: number;
  readonly added: number;
  readonly failed: readonly NightlySource[];
}

const nothingDone: NightlyCarried = { done: 0, mined: 0, seen: 0, added: 0, failed: [] };

const keptFailures = 50;

/** Nights that were begun before they were planned by `planNight`: the sources stand in their configuration. */
export function configuredNight(
  raw: unknown,
  carried: NightlyCarried | undefined,
): Promise<WorkflowResult<'mineNightly'>> {
  return conduct({
    workflow: 'mineNightly',
    stages: ['mine'],
    updates: ['abortRun'],
    raw,
    nominalTime: ({ nominalTime }) => nominalTimeOf(nominalTime),
    foresee: foreseeQuota,
    body: (run) => mineSources(run, carried),
    summarise: nightLines,
  });
}

async function mineSources(
  run: ActiveRun<'mineNightly'>,
  carried: NightlyCarried | undefined,
): Promise<NightlyResult> {
  const { config, log, page, runId, runName } = run;
  const { nominalTime, repositoriesPerRun } = config;
  const sources = [...new Set(config.sources ?? [])];
  page.attributes({ Stage: 'mine' });
  page.row('mine', { state: 'running', detail: nominalTime });
  await log.started('mine', carried !== undefined);
  let night: NightlyCarried = carried ?? nothingDone;
  const turn = sources.slice(night.done, night.done + repositoriesPerRun);
  await eachAtOnce(turn, config.atOnce, async (source) => {
    const { outcome, lost } = await mineSource(run, source);
    night = addSource(night, outcome, lost);
    page.row('mine', { progress: `${night.done} of ${sources.length} sources` });
    page.metrics({ seen: night.seen, added: night.added, failed: night.failed.length });
  });
  if (night.done < sources.length) {
    await condition(allHandlersFinished);
    return continueAsNew<typeof mineNightly>(run.input, night);
  }
  const { seen, added, failed } = night;
  if (night.mined === 0) throw allFailed(failed);
  const state = 'done' as const;
  const counts = { sources: sources.length, seen, added, failed };
  return { runId, runName, state, nominalTime, ...counts, report: null, dataset: null };
}

/** One bad source does not stop the night: its failure is counted and reported. */
async function mineSource(
  run: ActiveRun<'mineNightly'>,
  source: string,
): Promise<{ readonly outcome: NightlySource; readonly lost: readonly LostRepository[] }> {
  const { limit, filters, benchmarkFiles } = run.config;
  try {
    const result = await runChild(run, minePullRequests, {
      workflow: 'minePullRequests',
      name: `mine/${source}`,
      summary: `mine ${source}`.slice(0, 200),
      rows: [],
      attributes: { Stage: 'mine' },
      input: {
        runName: run.runName,
        source,
        ...(limit !== null && { limit }),
        ...(filters !== undefined && { filters }),
        ...(benchmarkFiles !== undefined && { benchmarkFiles }),
      },
    });
    if (result.state !== 'done') return failed(source, `it was ${result.state}`);
    const { mined, lost = [] } = result;
    return { outcome: { source, mined, failure: null }, lost };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    return failed(source, failureReason(error).message.slice(0, 500));
  }
}

function failed(source: string, failure: string) {
  return { outcome: { source, mined: null, failure }, lost: [] };
}

/** A repository that was lost among others stands beside the sources that failed. */
function addSource(
  night: NightlyCarried,
  outcome: NightlySource,
  lost: readonly LostRepository[],
): NightlyCarried {
  const { source } = outcome;
  const failures = lost.map(({ repository, reason }) => {
    return { source, mined: null, failure: `${repository}: ${reason}` };
  });
  if (outcome.failure !== null)
    failures.push({ ...outcome, mined: null, failure: outcome.failure });
  return {
    done: night.done + 1,
    mined: night.mined + (outcome.mined === null ? 0 : 1),
    seen: night.seen + (outcome.mined?.seen ?? 0),
    added: night.added + (outcome.mined?.added ?? 0),
    failed: [...night.failed, ...failures].slice(0, keptFailures),
  };
}

function allFailed(failed: readonly NightlySource[]): Error {
  const [first] = failed;
  return refusal('git_failed', `no source could be mined; ${first?.source}: ${first?.failure}`);
}

function nightLines({ nominalTime, sources, seen, added, failed }: NightlyResult): string[] {
  return [
    `night of ${nominalTime}: ${sources} sources, ${seen} pull requests seen, ${added} new items`,
    ...failed.map(({ source, failure }) => `${source}: ${failure}`),
  ];
}
