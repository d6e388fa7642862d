import type { MineActivities } from '@evoline/contract/activities';
import {
  failuresBeforeQuarantine,
  type NightOutcome,
  type NightReport,
} from '@evoline/contract/night';
import { defaultConfigs } from './fake-configs.ts';
import type { FakeState } from './fake-world.ts';

type Nights = Pick<MineActivities, 'planNight' | 'nightTurn' | 'closeNightSource' | 'reportNight'>;

/** The books of nights in memory: the list is the configuration's, less what is in quarantine. */
export function fakeNights(state: FakeState): Nights {
  const outcomes = new Map<string, NightOutcome[]>();
  const listed = () =>
    ({ ...defaultConfigs.mineNightly, ...state.configs.mineNightly }).sources ?? [];
  const planned = new Map<string, readonly string[]>();
  return {
    async planNight({ runId }) {
      const sources = listed().filter((source) => !isQuarantined(state, source));
      if (!planned.has(runId)) planned.set(runId, [...new Set(sources)]);
      return { sources: planned.get(runId)?.length ?? 0, leftOut: [] };
    },
    async nightTurn({ runId, after, most }) {
      const ended = new Set(outcomes.get(runId)?.map(({ position }) => position));
      const open = (planned.get(runId) ?? [])
        .map((source, position) => ({ position, source }))
        .filter(({ position }) => position > after && !ended.has(position));
      return { sources: open.slice(0, most), left: Math.max(0, open.length - most) };
    },
    async closeNightSource({ runId, outcome }) {
      outcomes.set(runId, [...(outcomes.get(runId) ?? []), outcome]);
      const { source, mined, isOwnFailure } = outcome;
      const before = state.failures.get(source) ?? 0;
      state.failures.set(source, mined === null ? before + Number(isOwnFailure) : 0);
      return { quarantined: isQuarantined(state, source) ? 'it failed' : null };
    },
    async reportNight({ runId, version, freezeFailure }) {
      const all = outcomes.get(runId) ?? [];
      const mined = all.flatMap((outcome) => (outcome.mined === null ? [] : [outcome.mined]));
      const failed = all.filter((outcome) => outcome.mined === null && outcome.isOwnFailure);
      const sources = planned.get(runId)?.length ?? 0;
      return {
        ...emptyReport,
        runId,
        sources: {
          mined: mined.length,
          failed: failed.length,
          postponed: sources - mined.length - failed.length,
          leftOut: 0,
        },
        added: mined.reduce((total, { added }) => total + added, 0),
        needsPerson: freezeFailure === null ? [] : [freezeFailure],
        version,
      };
    },
  };
}

function isQuarantined(state: FakeState, source: string): boolean {
  return (state.failures.get(source) ?? 0) >= failuresBeforeQuarantine;
}

const emptyReport: NightReport = {
  runId: '',
  runName: 'night',
  nominalTime: '2026-01-01T03:30:00.000Z',
  endedAt: '2026-01-01T05:30:00.000Z',
  sources: { mined: 0, failed: 0, postponed: 0, leftOut: 0 },
  seen: 0,
  kept: 0,
  added: 0,
  dropped: {},
  quota: [{ resource: 'core', used: 12, remaining: null, resetsAt: null }],
  needsPerson: [],
  gain: { since: null, items: 0, edited: 0 },
  version: null,
};
