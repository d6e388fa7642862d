import type { NightOutcome, NightSource } from '@evoline/contract/night';
import { isCancellation, sleep, TemporalFailure } from '@temporalio/workflow';
import { night as bounds } from './bounds.ts';
import type { ActiveRun } from './conduct.ts';
import { failureReason } from './failure-reason.ts';
import { minePullRequests } from './mine-pull-requests.ts';
import { nights } from './proxies.ts';
import { runChild } from './run-child.ts';
import { timeUp, withinTime } from './within-time.ts';

const hour = 3_600_000;
const minute = 60_000;

/**
 * Mines one source of a night in a child with a deadline, and notes how it ended. A source that fails or takes
 * too long stops nobody: what was mined of it is kept.
 *
 * @param endsAt of the night, milliseconds since 1970
 */
export async function mineNightSource(
  run: ActiveRun<'mineNightly'>,
  { position, source }: NightSource,
  endsAt: number,
): Promise<NightOutcome> {
  const outcome = { position, source, ...(await mined(run, source, endsAt)) };
  const summary = `${outcome.failure === null ? 'mined' : 'not mined'}: ${source}`.slice(0, 200);
  await nights.closeNightSource.executeWithOptions({ summary }, [{ runId: run.runId, outcome }]);
  return outcome;
}

type Ended = Omit<NightOutcome, 'position' | 'source'>;

async function mined(
  run: ActiveRun<'mineNightly'>,
  source: string,
  endsAt: number,
): Promise<Ended> {
  const { sourceHours, nightHours } = run.config;
  const ofNight = endsAt - Date.now();
  const isOwnFailure = sourceHours * hour <= ofNight;
  const time = isOwnFailure ? sourceHours * hour : ofNight;
  try {
    const result = await withinTime(time, `deadline of ${source}`.slice(0, 200), () =>
      mineWhenFree(run, source, time),
    );
    if (result !== timeUp) return ended(result);
    const failure = isOwnFailure
      ? `it took longer than ${sourceHours} hours (sourceHours); what was mined of it is kept`
      : `the night was over after ${nightHours} hours (nightHours); what was mined of it is kept`;
    return { mined: null, failure, isOwnFailure };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    const { code, message } = failureReason(error);
    return { mined: null, failure: message.slice(0, 500), isOwnFailure: !ofOthers.has(code) };
  }
}

/** Failures that any source would have met. */
const ofOthers: ReadonlySet<string> = new Set([
  'github_unreachable',
  'github_limited',
  'disk_full',
  'database_unreachable',
  'store_unreachable',
  'lease_held',
  'lease_lost',
  'terminated',
  'timeout_schedule_to_start',
]);

/** The child of a night that was killed and started again may still be about to end. */
async function mineWhenFree(run: ActiveRun<'mineNightly'>, source: string, time: number) {
  for (;;) {
    try {
      return await mineInChild(run, source, time);
    } catch (error) {
      if (!isTaken(error)) throw error;
      const summary = `${source} is still mined by another`.slice(0, 200);
      await sleep(bounds.pollSeconds * 1000, { summary });
    }
  }
}

/** The class of this error is not among what the SDK gives to workflows. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError';
}

function ended(result: Awaited<ReturnType<typeof mineInChild>>): Ended {
  if (result.state !== 'done')
    return { mined: null, failure: `it was ${result.state}`, isOwnFailure: false };
  const lost = (result.lost ?? []).map(({ repository, reason }) => `${repository}: ${reason}`);
  const failure = lost.length === 0 ? null : lost.join('; ').slice(0, 500);
  return { mined: result.mined, failure, isOwnFailure: false };
}

function mineInChild(run: ActiveRun<'mineNightly'>, source: string, time: number) {
  const { limit, filters, benchmarkFiles } = run.config;
  return runChild(run, minePullRequests, {
    workflow: 'minePullRequests',
    name: `mine/${source}`,
    summary: `mine ${source}`.slice(0, 200),
    rows: [],
    attributes: { Stage: 'mine' },
    timeoutMs: time + bounds.graceMinutes * minute,
    input: {
      runName: run.runName,
      source,
      ...(limit !== null && { limit }),
      ...(filters !== undefined && { filters }),
      ...(benchmarkFiles !== undefined && { benchmarkFiles }),
    },
  });
}
