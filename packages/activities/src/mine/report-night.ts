import type { NightReport, NightReportRequest } from '@evoline/contract/night';
import type { Database } from '@evoline/db/open-database';
import { listedSources } from '@evoline/db/queries/listed-sources';
import { longWaits, nightTotals, secretsOfNight } from '@evoline/db/queries/night-facts';
import { recordNightReport, reportsBefore } from '@evoline/db/queries/night-reports';
import { nightById, nightEnds, troubledSources } from '@evoline/db/queries/nights';
import { quotaLeft, spendingOfRun } from '@evoline/db/queries/quota-spending';
import { runById } from '@evoline/db/queries/runs';
import { type DropCounts, movedShares } from '@evoline/domain/mine/night/moved-shares';
import { needsPerson, type NightTroubles } from '@evoline/domain/mine/night/needs-person';
import { nightGain } from './night-gain.ts';

/** A week tells how a filter usually does. */
const nightsCompared = 7;
const longWaitHours = 1;
/** More than this of one kind nobody reads one by one. */
const mostOfAKind = 200;

type Deps = { readonly database: Database };

/** Tells what came of a night, what it cost and what needs a person; keeps that for the morning. */
export async function reportNight(
  { database }: Deps,
  request: NightReportRequest,
): Promise<NightReport> {
  const { runId, version } = request;
  const { nominalTime, leftOut } = await nightById(database, runId);
  const { name: runName } = await runById(database, runId);
  const { funnel: dropped, ...counts } = await nightTotals(database, runId);
  const ends = await nightEnds(database, runId);
  const before = await reportsBefore(database, nominalTime, nightsCompared);
  const moved = movedShares({ seen: counts.seen, dropped }, before satisfies readonly DropCounts[]);
  const troubles = await troublesOf(database, { ...request, postponed: ends.postponed, moved });
  return await recordNightReport(database, {
    runId,
    runName,
    nominalTime: nominalTime.toISOString(),
    endedAt: new Date().toISOString(),
    sources: { ...ends, leftOut: leftOut.length },
    ...counts,
    dropped,
    quota: await quotaOf(database, runId),
    needsPerson: needsPerson(troubles),
    gain: await nightGain(database, { version, asOf: nominalTime.toISOString() }),
    version,
  });
}

async function troublesOf(
  database: Database,
  {
    runId,
    ...told
  }: Pick<NightTroubles, 'runId' | 'version' | 'freezeFailure' | 'postponed' | 'moved'>,
): Promise<NightTroubles> {
  const listed = new Map((await listedSources(database)).map((row) => [row.source, row]));
  const troubled = await troubledSources(database, runId, mostOfAKind);
  const failed = troubled.filter(({ state }) => state === 'failed');
  const failedNow = new Set(failed.map(({ source }) => source));
  const quarantined = [...listed.values()].flatMap(({ source, quarantineReason: reason }) =>
    reason === null ? [] : [{ source, reason, isNew: failedNow.has(source) }],
  );
  const away = new Set(quarantined.map(({ source }) => source));
  const waits = await longWaits(database, longWaitHours);
  return {
    ...told,
    runId,
    quarantined,
    failing: failed
      .filter(({ source }) => !away.has(source))
      .map((row) => ({ ...row, failures: listed.get(row.source)?.failures ?? 1 })),
    lostParts: troubled.filter(({ state }) => state === 'mined'),
    secrets: await secretsOfNight(database, runId, mostOfAKind),
    waits: waits.map((wait) => ({ ...wait, since: wait.since.toISOString() })),
  };
}

/** Requests that GitHub answered with "not modified" cost nothing. */
async function quotaOf(database: Database, runId: string): Promise<NightReport['quota']> {
  const spent = await spendingOfRun(database, runId);
  const left = await quotaLeft(database);
  return spent.map(({ resource, requests, notModified, points }) => {
    const now = left.find((row) => row.resource === resource);
    return {
      resource,
      used: resource === 'graphql' ? points : requests - notModified,
      remaining: now?.remaining ?? null,
      resetsAt: now?.resetsAt?.toISOString() ?? null,
    };
  });
}
