import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { findNightReport, reportsBefore } from '@evoline/db/queries/night-reports';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { nightReportText } from '../report/night-report-text.ts';

/** Beside the night itself: two weeks. */
const nightsBefore = 13;

/**
 * `evoline mine report [night]`: the morning report of a night as it was told, beside the nights before.
 *
 * @throws EvolineFailure not_found, nothing_to_work_on
 */
export async function mineNightReport(
  { database }: { readonly database: Database },
  name: string | undefined,
  io: Io,
): Promise<ExitCode> {
  const night = await findNightReport(database, name ?? null);
  if (night === null) throw unknownNight(name);
  const before = await reportsBefore(database, new Date(night.nominalTime), nightsBefore);
  writeResult(io, { night, before }, nightReportText(night, before, io));
  return 0;
}

function unknownNight(name: string | undefined): EvolineFailure {
  if (name === undefined) {
    const message = 'No night was mined yet. Start one: npx evoline schedule trigger';
    return new EvolineFailure('nothing_to_work_on', message);
  }
  const known = 'give its day (2026-10-01), run name or run id, or leave it out for the newest';
  return new EvolineFailure('not_found', `there is no report of a night ${name}; ${known}`);
}
