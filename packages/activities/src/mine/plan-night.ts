import type { NightPlan } from '@evoline/contract/night';
import type { Database } from '@evoline/db/open-database';
import { listedSources } from '@evoline/db/queries/listed-sources';
import { recordNight } from '@evoline/db/queries/nights';
import { standingOptOuts } from '@evoline/db/queries/opt-outs';
import {
  chooseNightSources,
  type NightCandidate,
} from '@evoline/domain/mine/night/choose-night-sources';
import { runConfig } from '../ledger/run-config.ts';

/** What is shown of a night's omissions before its report. */
const shownLeftOut = 20;

/** Writes down which sources a night mines: those of its configuration, else those of the repository list. */
export async function planNight(
  { database }: { readonly database: Database },
  { runId }: { readonly runId: string },
): Promise<NightPlan> {
  const { sources: told, nominalTime } = await runConfig(database, runId, 'mineNightly');
  const candidates: readonly NightCandidate[] =
    told?.map((source) => ({ source, quarantineReason: null })) ?? (await listedSources(database));
  const optOuts = await standingOptOuts(database);
  const { sources, leftOut } = chooseNightSources(candidates, optOuts);
  const night = { runId, nominalTime: new Date(nominalTime), sources, leftOut };
  const plan = await recordNight(database, night);
  return { ...plan, leftOut: plan.leftOut.slice(0, shownLeftOut) };
}
