import type { NightTurn } from '@evoline/contract/night';
import type { Database } from '@evoline/db/open-database';
import * as nights from '@evoline/db/queries/nights';
import { datedSource } from '@evoline/domain/mine/night/dated-source';

/** The next sources of a night, as they are mined: the archive of the day before has its date by then. */
export async function nightTurn(
  { database }: { readonly database: Database },
  request: { readonly runId: string; readonly after: number; readonly most: number },
): Promise<NightTurn> {
  const { nominalTime } = await nights.nightById(database, request.runId);
  const { sources, left } = await nights.nightTurn(database, request);
  const dated = sources.map(({ position, source }) => {
    return { position, source: datedSource(source, nominalTime.toISOString()) };
  });
  return { sources: dated, left };
}
