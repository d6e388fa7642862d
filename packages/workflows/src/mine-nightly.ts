import type { NightlyResult, NightlySource, WorkflowResult } from '@evoline/contract/results';
import {
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  TemporalFailure,
  workflowInfo,
} from '@temporalio/workflow';
import { conduct, type ActiveRun } from './conduct.ts';
import { failureReason } from './failure-reason.ts';
import { minePullRequests } from './mine-pull-requests.ts';
import { refusal } from './refusal.ts';
import { runChild } from './run-child.ts';

/** Sources of the night that are done, and their counts. */
interface NightlyCarried {
  readonly done: number;
  readonly mined: number;
  readonly seen: number;
  readonly added: number;
  readonly failed: readonly NightlySource[];
}

const nothingDone: NightlyCarried = { done: 0, mined: 0, seen: 0, added: 0, failed: [] };

const keptFailures = 50;

/** Mines every source of the night in children, a bounded number at once. */
export function mineNightly(
  raw?: unknown,
  carried?: NightlyCarried,
): Promise<WorkflowResult<'mineNightly'>> {
  return conduct({
    workflow: 'mineNightly',
    stages: ['mine'],
    updates: ['abortRun'],
    raw,
    nominalTime: ({ nominalTime }) => nominalTimeOf(nominalTime),
    body: (run) => mineSources(run, carried),
    summarise: nightLines,
  });
}

/** The schedule's time of this night, never the moment at which a worker got to it. */
function nominalTimeOf(given: string | undefined): string {
  const { typedSearchAttributes, startTime } = workflowInfo();
  const key = { name: 'TemporalScheduledStartTime', type: 'DATETIME' as const };
  return typedSearchAttributes.get(key)?.toISOString() ?? given ?? startTime.toISOString();
}

async function mineSources(
  run: ActiveRun<'mineNightly'>,
  carried: NightlyCarried | undefined,
): Promise<NightlyResult> {
  const { config, log, page, runId, runName } = run;
  const { nominalTime, repositoriesPerRun } = config;
  const sources = [...new Set(config.sources)];
  page.attributes({ Stage: 'mine' });
  page.row('mine', { state: 'running', detail: nominalTime });
  await log.started('mine', carried !== undefined);
  let night: NightlyCarried = carried ?? nothingDone;
  const turn = sources.slice(night.done, night.done + repositoriesPerRun);
  await eachAtOnce(turn, config.atOnce, async (source) => {
    const outcome = await mineSource(run, source);
    night = addSource(night, outcome);
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
  return { runId, runName, state, nominalTime, sources: sources.length, seen, added, failed };
}

/** One bad source does not stop the night: its failure is counted and reported. */
async function mineSource(run: ActiveRun<'mineNightly'>, source: string): Promise<NightlySource> {
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
    if (result.state === 'done') return { source, mined: result.mined, failure: null };
    return { source, mined: null, failure: `it was ${result.state}` };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    return { source, mined: null, failure: failureReason(error).message.slice(0, 500) };
  }
}

function addSource(night: NightlyCarried, outcome: NightlySource): NightlyCarried {
  return {
    done: night.done + 1,
    mined: night.mined + (outcome.mined === null ? 0 : 1),
    seen: night.seen + (outcome.mined?.seen ?? 0),
    added: night.added + (outcome.mined?.added ?? 0),
    failed:
      outcome.failure === null ? night.failed : [...night.failed, outcome].slice(0, keptFailures),
  };
}

async function eachAtOnce<T>(
  all: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const waiting = [...all];
  const lane = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, all.length) }, lane));
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
