import type { NightlySchedule } from '@evoline/contract/nightly-schedule';
import type { ScheduleLedger } from '@evoline/steering/schedule';

/** What was applied last, in memory. */
export function rememberedSchedules(): ScheduleLedger {
  const applied = new Map<string, NightlySchedule>();
  return {
    lastApplied: async (id) => applied.get(id) ?? null,
    recordApplied: async (id, wanted) => void applied.set(id, wanted),
  };
}
