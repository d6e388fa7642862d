import { setTimeout as pause } from 'node:timers/promises';
import { defaultNightlySchedule, type NightlySchedule } from '@evoline/contract/nightly-schedule';
import { backfillNights } from '@evoline/steering/backfill-nights';
import { connect, type Steering } from '@evoline/steering/connect';
import { applySchedule, describeSchedule, type ScheduleLedger } from '@evoline/steering/schedule';
import { nightlyScheduleId } from '@evoline/steering/schedule-specification';
import { showSchedule } from '@evoline/steering/show-schedule';
import { pauseSchedule, triggerSchedule } from '@evoline/steering/steer-schedule';
import { ScheduleOverlapPolicy, type ScheduleUpdateOptions } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeWorld } from '../workflows/fake-world.ts';
import { openWorkflowBench, type WorkflowBench } from '../workflows/workflow-bench.ts';
import { rememberedSchedules } from './remembered-schedules.ts';

const world = fakeWorld();
let bench: WorkflowBench;
let steering: Steering;
let ledger: ScheduleLedger;

beforeAll(async () => {
  bench = await openWorkflowBench(world);
  steering = await connect({ address: bench.environment.address, namespace: 'default' });
});
afterAll(async () => {
  await steering.close();
  await bench.close();
});
beforeEach(() => {
  world.reset();
  ledger = rememberedSchedules();
});
afterEach(async () => {
  await schedule().delete();
});

const berlin: NightlySchedule = {
  at: '04:15',
  timeZone: 'Europe/Berlin',
  jitterMinutes: 20,
  catchUpHours: 6,
  input: { atOnce: 2 },
};

const schedule = () => steering.client.schedule.getHandle(nightlyScheduleId);
const apply = (wanted: NightlySchedule, change = {}) =>
  applySchedule(steering, wanted, ledger, change);

async function fieldsSet(wanted: NightlySchedule): Promise<Record<string, string>> {
  const { fields } = await showSchedule(steering, nightlyScheduleId, wanted);
  return Object.fromEntries(fields.map(({ field, set }) => [field, set]));
}

type Update = ScheduleUpdateOptions;

/** As an operator does it in the UI, or by another program. */
function editByHand(edit: (before: Update) => Update): Promise<void> {
  return schedule().update((before) => edit(before));
}

describe('the schedule of nights', () => {
  it('is created with time, time zone, jitter, catch-up window and input, and reads back the same', async () => {
    expect(await apply(berlin)).toMatchObject({ outcome: 'created', drift: [] });
    expect(await fieldsSet(berlin)).toEqual({
      at: '04:15',
      timeZone: 'Europe/Berlin',
      jitterMinutes: '20 min',
      catchUpHours: '6 h',
      overlap: 'skip',
      pauseOnFailure: 'no',
      input: '{"atOnce":2}',
    });
    expect(await apply(berlin)).toMatchObject({ outcome: 'unchanged', drift: [] });
    expect(await apply({ ...berlin, at: '05:00', timeZone: 'UTC' })).toMatchObject({
      outcome: 'updated',
      drift: [],
    });
    const { nextRuns } = await showSchedule(steering, nightlyScheduleId, berlin);
    expect(nextRuns).toHaveLength(5);
    for (const time of nextRuns) expect(time).toMatch(/T05:[01]\d:|T05:20:00/);
  });

  it('keeps an operator’s edits of time zone, jitter, input and policies through deploys, and names them', async () => {
    await apply(berlin);
    await editByHand((before) => ({
      ...before,
      spec: { ...before.spec, timezone: 'Asia/Tokyo', jitter: '3 minutes' },
      policies: { ...before.policies, overlap: ScheduleOverlapPolicy.BUFFER_ONE },
    }));
    const drift = [
      'time zone: it is Asia/Tokyo, the code wants Europe/Berlin',
      'jitter: it is 3 min, the code wants 20 min',
      'overlap: it is buffer_one, the code wants skip',
    ];
    expect(await apply(berlin)).toMatchObject({ outcome: 'unchanged', drift });
    const next = { ...berlin, at: '02:45', jitterMinutes: 5 };
    expect(await apply(next)).toMatchObject({
      outcome: 'updated',
      drift: [drift[0], 'jitter: it is 3 min, the code wants 5 min', drift[2]],
    });
    expect(await fieldsSet(next)).toMatchObject({
      at: '02:45',
      timeZone: 'Asia/Tokyo',
      jitterMinutes: '3 min',
      overlap: 'buffer_one',
    });
  });

  it('keeps other times than one a day, a pause and its note, and gives edits up when it is told to', async () => {
    await apply(berlin);
    await editByHand((before) => ({
      ...before,
      spec: { intervals: [{ every: '6 hours' }], timezone: 'Europe/Berlin' },
    }));
    await pauseSchedule(steering, nightlyScheduleId, 'quota is used up');
    const kept = await apply({ ...berlin, input: { atOnce: 3 } });
    expect(kept).toMatchObject({
      outcome: 'updated',
      drift: [
        'it is paused: quota is used up',
        'time: it is other times than one a day, the code wants 04:15',
        'jitter: it is 0 min, the code wants 20 min',
      ],
    });
    const described = await describeSchedule(steering, nightlyScheduleId);
    expect(described?.spec.intervals).toHaveLength(1);
    const { drift } = await apply(berlin, { reset: true });
    expect(drift).toEqual(['it is paused: quota is used up']);
    expect(await fieldsSet(berlin)).toMatchObject({ at: '04:15', jitterMinutes: '20 min' });
  });

  it('takes a person’s choice as an edit: it survives the next deploy', async () => {
    await apply(defaultNightlySchedule);
    const chosen = await apply(defaultNightlySchedule, { choice: { at: '01:05' } });
    const drift = ['time: it is 01:05, the code wants 03:30'];
    expect(chosen).toMatchObject({ outcome: 'updated', drift });
    expect(await apply(defaultNightlySchedule)).toMatchObject({ outcome: 'unchanged', drift });
    const created = rememberedSchedules();
    const elsewhere = await applySchedule(steering, defaultNightlySchedule, created);
    expect(elsewhere).toMatchObject({ outcome: 'unchanged', drift });
  });

  it('mines the nominal night of a trigger', async () => {
    await apply(defaultNightlySchedule);
    await triggerSchedule(steering, nightlyScheduleId);
    const [workflowId = ''] = await nightsStarted(1);
    expect(workflowId).toMatch(/^mine-nightly-\d{4}-/);
    const result: unknown = await steering.client.workflow.getHandle(workflowId).result();
    const night = workflowId.replace('mine-nightly-', '');
    const nominal = new Date(night).toISOString();
    expect(result).toMatchObject({
      nominalTime: expect.stringContaining(nominal.slice(0, 19)) as string,
    });
  });
});

/** Workflow ids of the nights that the schedule has started, first first. */
async function nightsStarted(count: number): Promise<string[]> {
  let ids: string[] = [];
  await expect
    .poll(
      async () => {
        const described = await describeSchedule(steering, nightlyScheduleId);
        ids = (described?.info.recentActions ?? []).map(({ action }) => action.workflow.workflowId);
        return ids.length;
      },
      { timeout: 60_000, interval: 200 },
    )
    .toBe(count);
  return ids;
}

describe('a backfill', () => {
  const now = new Date('2026-11-21T20:00:00Z');
  const backfill = (from: string, to: string) =>
    backfillNights(steering, nightlyScheduleId, { from, to }, now);

  it('mines the nights of a range in order, by their nominal times, also while the schedule is paused', async () => {
    await apply(berlin);
    await pauseSchedule(steering, nightlyScheduleId, 'maintenance');
    const { nights } = await backfill('2026-10-23', '2026-10-27');
    expect(nights.map(({ nominalTime }) => nominalTime)).toEqual([
      '2026-10-23T02:15:00.000Z',
      '2026-10-24T02:15:00.000Z',
      '2026-10-25T03:15:00.000Z',
      '2026-10-26T03:15:00.000Z',
      '2026-10-27T03:15:00.000Z',
    ]);
    const started = await nightsStarted(5);
    expect(started).toEqual(nights.map(({ workflowId }) => workflowId));
    const ends = await Promise.all(
      started.map(async (id) => {
        const handle = steering.client.workflow.getHandle(id);
        const result: unknown = await handle.result();
        const { startTime, closeTime } = await handle.describe();
        return { result, startTime, closeTime: closeTime ?? new Date(0) };
      }),
    );
    expect(ends.map(({ result }) => result)).toMatchObject(
      nights.map(({ nominalTime }) => ({ nominalTime })),
    );
    for (const [index, { startTime }] of ends.slice(1).entries())
      expect(startTime.getTime()).toBeGreaterThanOrEqual(ends[index]?.closeTime.getTime() ?? 0);
  });

  it.each([
    ['2026-10-05', '2026-10-01', 'from 2026-10-05 is after to 2026-10-01'],
    ['2026-02-30', '2026-10-01', 'from 2026-02-30: expected a date such as 2026-10-01'],
    ['2026-10-01', 'today', 'to today: expected a date such as 2026-10-01'],
    ['2025-01-01', '2026-10-01', '639 nights are too many at once, at most 400'],
    ['2026-11-20', '2026-11-23', 'the night of 2026-11-22 04:15 Europe/Berlin has not come yet'],
  ])('from %s to %s is refused in one sentence', async (from, to, message) => {
    await apply(berlin);
    await expect(backfill(from, to)).rejects.toMatchObject({ code: 'input_invalid', message });
  });

  it('names the day on which the clocks leave the time out', async () => {
    await apply({ ...berlin, at: '02:30' });
    await expect(backfill('2026-03-29', '2026-03-29')).rejects.toMatchObject({
      message: '02:30 does not exist in Europe/Berlin on 2026-03-29: clocks go forward',
    });
    const shown = await showSchedule(steering, nightlyScheduleId, berlin, now);
    expect(shown.clockChanges).toEqual([
      'no night on 2027-03-28: the clocks of Europe/Berlin go forward over 02:30',
      'two nights on 2027-10-31: the clocks of Europe/Berlin go back over 02:30',
    ]);
  });
});

describe('a night that comes while another runs', () => {
  it('is left out, and counted', async () => {
    await apply(defaultNightlySchedule);
    const holder = { holder: 'another', until: Date.now() + 120_000 };
    world.state.holders.set('mine:demo:one', holder);
    await triggerSchedule(steering, nightlyScheduleId);
    const [workflowId = ''] = await nightsStarted(1);
    // Runs are named by the second of their trigger.
    await pause(1_100);
    await triggerSchedule(steering, nightlyScheduleId);
    const skipped = async () =>
      (await showSchedule(steering, nightlyScheduleId, berlin)).skippedForOverlap;
    await expect.poll(skipped, { timeout: 30_000, interval: 100 }).toBe(1);
    const shown = await showSchedule(steering, nightlyScheduleId, berlin);
    expect(shown.running).toEqual([workflowId]);
    await steering.client.workflow.getHandle(workflowId).terminate('the test is over');
  });
});
