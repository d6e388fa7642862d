import type { ShownSchedule } from '@evoline/steering/show-schedule';
import { describe, expect, it } from 'vitest';
import { backfillText, scheduleText } from './schedule-text.ts';

const shown: ShownSchedule = {
  scheduleId: 'mine-nightly',
  paused: false,
  note: null,
  timeZone: 'Europe/Berlin',
  fields: [
    { field: 'at', name: 'time', set: '04:15', wanted: '03:30', isEdited: true },
    { field: 'jitterMinutes', name: 'jitter', set: '20 min', wanted: '20 min', isEdited: false },
  ],
  drift: ['time: it is 04:15, the code wants 03:30'],
  nextRuns: ['2026-11-22T03:15:00.000Z'],
  running: [],
  recent: [{ workflowId: 'mine-nightly-2026-11-21T03:15:00Z', startedAt: '2026-11-21T03:20:00Z' }],
  skippedForOverlap: 2,
  missedCatchup: 1,
  clockChanges: ['no night on 2027-03-28: the clocks go forward'],
};

describe('a schedule on a page', () => {
  it('shows what is set beside what the code wants, and how to undo an edit', () => {
    const text = scheduleText(shown);
    expect(text).toMatch(/^mine-nightly {2}active\n/);
    expect(text).toMatch(/^time +04:15 +03:30$/m);
    expect(text).toMatch(/^jitter +20 min +the same$/m);
    expect(text).toContain('npx evoline schedule apply --reset');
    expect(text).not.toContain('schedule resume');
  });

  it('shows nights to come by the clocks of the place, and in UTC', () => {
    const text = scheduleText(shown);
    expect(text).toContain('to come  2026-11-22 04:15 Europe/Berlin  (03:15 UTC)');
    expect(text).toContain('no night on 2027-03-28');
    expect(text).toContain('mined    mine-nightly-2026-11-21T03:15:00Z');
    expect(text).toContain('left out so far: 2 because one was running, 1 that were missed');
  });

  it('says why it is paused and how to go on', () => {
    const text = scheduleText({
      ...shown,
      paused: true,
      note: 'quota',
      drift: ['it is paused: quota'],
    });
    expect(text).toContain('paused: quota');
    expect(text).toContain('npx evoline schedule resume');
  });
});

describe('a backfill on a page', () => {
  it('names each night by the clocks of the place and its run', () => {
    const nominalTime = '2026-10-01T01:30:00.000Z';
    const nights = [{ nominalTime, workflowId: 'mine-nightly-2026-10-01T01:30:00Z' }];
    const text = backfillText({ scheduleId: 'mine-nightly', timeZone: 'Europe/Berlin', nights });
    expect(text).toContain('one night is asked for');
    expect(text).toContain('2026-10-01 03:30 Europe/Berlin  mine-nightly-2026-10-01T01:30:00Z');
  });
});
