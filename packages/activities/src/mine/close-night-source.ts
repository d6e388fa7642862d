import type { NightOutcome } from '@evoline/contract/night';
import type { Database } from '@evoline/db/open-database';
import * as nights from '@evoline/db/queries/close-night-source';

/** Notes how a source of a night ended; says why it is in quarantine from now on, if it is. */
export async function closeNightSource(
  { database }: { readonly database: Database },
  { runId, outcome }: { readonly runId: string; readonly outcome: NightOutcome },
): Promise<{ readonly quarantined: string | null }> {
  return { quarantined: await nights.closeNightSource(database, runId, outcome) };
}
