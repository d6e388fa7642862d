import type { NightReport, NightVersion } from '@evoline/contract/night';
import { isCancellation, TemporalFailure } from '@temporalio/workflow';
import { night as bounds } from './bounds.ts';
import type { ActiveRun } from './conduct.ts';
import { failureReason } from './failure-reason.ts';
import { freezeDataset } from './freeze-dataset.ts';
import { nights } from './proxies.ts';
import { runChild } from './run-child.ts';
import { timeUp, withinTime } from './within-time.ts';

const freezeMs = bounds.freezeHours * 3_600_000;
const graceMs = bounds.graceMinutes * 60_000;

interface FrozenNight {
  readonly version: NightVersion;
  /** Why there is no version although one was asked for. */
  readonly freezeFailure: string | null;
}

/** The end of a night: freezes a version where that was asked for and anything was mined, then tells the report. */
export async function endNight(
  run: ActiveRun<'mineNightly'>,
  { isMined }: { readonly isMined: boolean },
): Promise<NightReport> {
  const frozen = isMined ? await freeze(run) : { version: null, freezeFailure: null };
  const summary = 'morning report';
  return await nights.reportNight.executeWithOptions({ summary }, [
    { runId: run.runId, ...frozen },
  ]);
}

async function freeze(run: ActiveRun<'mineNightly'>): Promise<FrozenNight> {
  if (run.config.freeze === null) return { version: null, freezeFailure: null };
  run.page.row('dataset', { state: 'running' });
  await run.log.started('dataset');
  const frozen = await tryToFreeze(run);
  const { version, freezeFailure } = frozen;
  if (version === null) run.page.row('dataset', { state: 'failed', detail: freezeFailure ?? '' });
  else {
    const { digest, items, state, changes } = version;
    const detail = `${state} version ${digest.slice(0, 12)}, ${changes.added} new`;
    run.page.row('dataset', { state: 'done', progress: `${items} items`, detail });
    run.page.attributes({ DatasetVersion: digest });
  }
  return frozen;
}

async function tryToFreeze(run: ActiveRun<'mineNightly'>): Promise<FrozenNight> {
  try {
    const result = await withinTime(freezeMs, 'deadline of the freeze', () => freezeInChild(run));
    if (result === timeUp) return failed(`it took longer than ${bounds.freezeHours} hours`);
    if (result.state !== 'done') return failed(`freezing was ${result.state}`);
    return { version: result.dataset, freezeFailure: null };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    return failed(failureReason(error).message.slice(0, 500));
  }
}

function failed(freezeFailure: string): FrozenNight {
  return { version: null, freezeFailure };
}

function freezeInChild(run: ActiveRun<'mineNightly'>) {
  const { freeze: rule, nominalTime } = run.config;
  return runChild(run, freezeDataset, {
    workflow: 'freezeDataset',
    name: 'freeze',
    summary: 'freeze what was mined',
    rows: ['dataset'],
    attributes: { Stage: 'dataset' },
    timeoutMs: freezeMs + graceMs,
    input: {
      reason: `night of ${nominalTime}`,
      ...rule?.dataset,
      runName: run.runName,
      asOf: nominalTime,
      ...(rule && { publish: rule.publish }),
    },
  });
}
