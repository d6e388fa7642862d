import { MineNightlyInput, type NightOutcome, type NightReport } from '@evoline/contract/night';
import type { NightlyResult, NightlySource, WorkflowResult } from '@evoline/contract/results';
import { allHandlersFinished, condition, continueAsNew, patched } from '@temporalio/workflow';
import { conduct, type ActiveRun } from './conduct.ts';
import { configuredNight, type NightlyCarried } from './configured-night.ts';
import { eachAtOnce } from './each-at-once.ts';
import { endNight } from './end-night.ts';
import { foreseeQuota } from './foresee-quota.ts';
import { mineNightSource } from './mine-night-source.ts';
import { nightLines } from './night-lines.ts';
import { nominalTimeOf } from './nominal-time.ts';
import { nights } from './proxies.ts';
import { refusal } from './refusal.ts';

/** What is done of a night, in sources, and where it goes on. */
interface NightCarried {
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** Position of the last source that was begun. */
  readonly after: number;
  readonly sources: number;
  readonly done: number;
  readonly mined: number;
  readonly seen: number;
  readonly added: number;
  readonly failed: readonly NightlySource[];
}

const keptFailures = 50;

/**
 * Mines every source of the night in children, a bounded number at once, each with a deadline; then freezes a
 * version if that was asked for, and tells the morning report.
 */
export function mineNightly(
  raw?: unknown,
  carried?: NightCarried | NightlyCarried,
): Promise<WorkflowResult<'mineNightly'>> {
  const before = carried !== undefined && !('endsAt' in carried) ? carried : undefined;
  if (before !== undefined || !patched('planned-night')) return configuredNight(raw, before);
  const own = carried !== undefined && 'endsAt' in carried ? carried : undefined;
  const isFreezing = MineNightlyInput.safeParse(raw ?? {}).data?.freeze !== undefined;
  return conduct({
    workflow: 'mineNightly',
    stages: isFreezing ? ['mine', 'dataset'] : ['mine'],
    updates: ['abortRun'],
    raw,
    nominalTime: ({ nominalTime }) => nominalTimeOf(nominalTime),
    foresee: foreseeQuota,
    body: (run) => mineNight(run, own),
    summarise: ({ report }) => (report === null ? [] : nightLines(report)),
  });
}

async function mineNight(
  run: ActiveRun<'mineNightly'>,
  carried: NightCarried | undefined,
): Promise<NightlyResult> {
  const { page, log, config } = run;
  page.attributes({ Stage: 'mine' });
  page.row('mine', { state: 'running', detail: config.nominalTime });
  await log.started('mine', carried !== undefined);
  const night = await mineTurn(run, carried ?? (await plan(run)));
  page.row('mine', { state: night.mined === 0 && night.done > 0 ? 'failed' : 'done' });
  const report = await endNight(run, { isMined: night.mined > 0 });
  if (night.mined === 0 && night.failed.length > 0) throw allFailed(run, report, night.failed);
  return resultOf(run, night, report);
}

async function plan({ runId, config }: ActiveRun<'mineNightly'>): Promise<NightCarried> {
  const summary = `plan the night of ${config.nominalTime}`;
  const { sources } = await nights.planNight.executeWithOptions({ summary }, [{ runId }]);
  const endsAt = Date.now() + config.nightHours * 3_600_000;
  return { endsAt, after: -1, sources, done: 0, mined: 0, seen: 0, added: 0, failed: [] };
}

/** As many sources as one history bears; with more to do the night continues as new. */
async function mineTurn(
  run: ActiveRun<'mineNightly'>,
  before: NightCarried,
): Promise<NightCarried> {
  const { page, runId, config } = run;
  const { repositoriesPerRun: most, atOnce } = config;
  const { after, sources: all, endsAt } = before;
  const summary = `sources after the first ${after + 1}`;
  const turn = await nights.nightTurn.executeWithOptions({ summary }, [{ runId, after, most }]);
  let night: NightCarried = { ...before, after: turn.sources.at(-1)?.position ?? after };
  await eachAtOnce(turn.sources, atOnce, async (source) => {
    if (Date.now() >= endsAt) return;
    const outcome = await mineNightSource(run, source, endsAt);
    night = addOutcome(night, outcome);
    page.row('mine', { progress: `${night.done} of ${all} sources` });
    page.metrics({ seen: night.seen, added: night.added, failed: night.done - night.mined });
  });
  if (turn.left === 0 || Date.now() >= endsAt) return night;
  await condition(allHandlersFinished);
  return continueAsNew<typeof mineNightly>(run.input, night);
}

function addOutcome(night: NightCarried, { source, mined, failure }: NightOutcome): NightCarried {
  const failed = failure === null ? [] : [{ source, mined, failure }];
  return {
    ...night,
    done: night.done + 1,
    mined: night.mined + (mined === null ? 0 : 1),
    seen: night.seen + (mined?.seen ?? 0),
    added: night.added + (mined?.added ?? 0),
    failed: [...night.failed, ...failed].slice(0, keptFailures),
  };
}

function allFailed(
  { page }: ActiveRun<'mineNightly'>,
  report: NightReport,
  failed: readonly NightlySource[],
): Error {
  page.extend({ plan: [], result: nightLines(report) });
  const [first] = failed;
  return refusal('git_failed', `no source could be mined; ${first?.source}: ${first?.failure}`);
}

function resultOf(
  { runId, runName, config }: ActiveRun<'mineNightly'>,
  { sources, seen, added, failed }: NightCarried,
  report: NightReport,
): NightlyResult {
  const { nominalTime } = config;
  const counts = { sources, seen, added, failed };
  const told = { report, dataset: report.version };
  return { runId, runName, state: 'done', nominalTime, ...counts, ...told };
}
