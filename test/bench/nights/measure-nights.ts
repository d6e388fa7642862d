import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestDatabase } from '@evoline/testing/database/start-test-database';
import { startNightWorld } from '@evoline/testing/nights/start-night-world';
import { type NightLane, openNightLane } from '../../nights/night-lane.ts';
import { startTemporalServer } from '../../nights/temporal-server.ts';
import { secondsOf } from '../stopwatch.ts';

export interface NightsSize {
  readonly repositories: number;
  readonly nights: number;
  /** Fixes of bugs in each repository. */
  readonly tasks: number;
}

/** What one night took. */
export interface NightFigures {
  readonly night: number;
  readonly seconds: number;
  readonly seen: number;
  readonly added: number;
  /** Repositories in which something changed since the night before. */
  readonly changed: number;
  readonly requests: number;
  readonly notModified: number;
  /** Taken off the quota: requests of REST and points of GraphQL. */
  readonly spent: number;
  /** Of all runs of the night's workflow together, which continues as new. */
  readonly runs: number;
  readonly historyEvents: number;
  readonly historyBytes: number;
  /** By how much the database grew. */
  readonly databaseBytes: number;
}

/**
 * Mines the nights of a made-up world by their nominal times: the schedule, the workflows, the worker and the
 * database are the real ones, GitHub is the double.
 */
export async function measureNights(
  size: NightsSize,
  onNight: (figures: NightFigures) => void = () => {},
): Promise<readonly NightFigures[]> {
  const home = await mkdtemp(join(tmpdir(), 'evoline-nights-bench-'));
  const server = await startTemporalServer(['bench']);
  const ledger = await startTestDatabase();
  await mkdir(join(home, 'lane'));
  const world = await startNightWorld({ home: join(home, 'double'), ...size, seed: 1 });
  const lane = await openNightLane({
    world,
    temporalAddress: server.address,
    namespace: 'bench',
    databaseUrl: ledger.url,
    home: join(home, 'lane'),
    input: { atOnce: 8, filters: { unknownLicence: 'keep' } },
  });
  try {
    await lane.startWorker();
    const figures: NightFigures[] = [];
    for (let night = 0; night < size.nights; night += 1) {
      const measured = await measureNight(lane, night);
      figures.push(measured);
      onNight(measured);
    }
    return figures;
  } finally {
    await lane.close();
    await world.close();
    await ledger.stop();
    await server.close();
    await rm(home, { recursive: true, force: true });
  }
}

async function measureNight(lane: NightLane, night: number): Promise<NightFigures> {
  const before = await databaseBytes(lane);
  let mined: Awaited<ReturnType<NightLane['mineNight']>> | undefined;
  const seconds = await secondsOf(async () => void (mined = await lane.mineNight(night)));
  if (mined === undefined || mined.result.state !== 'done') throw new Error('no night');
  const { seen, added } = mined.result;
  return {
    night,
    seconds,
    seen,
    added,
    changed: lane.world.changedBefore(night).length,
    ...mined.asked,
    ...(await historyOf(lane, mined.workflowId)),
    databaseBytes: (await databaseBytes(lane)) - before,
  };
}

async function databaseBytes(lane: NightLane): Promise<number> {
  const [row] = await lane.sql('select pg_database_size(current_database())::float8 bytes');
  return Number(row?.['bytes']);
}

async function historyOf({ steering }: NightLane, workflowId: string) {
  const sizes = { runs: 0, historyEvents: 0, historyBytes: 0 };
  const query = `WorkflowId = "${workflowId}"`;
  for await (const { runId } of steering.client.workflow.list({ query })) {
    const described = await steering.client.workflow.getHandle(workflowId, runId).describe();
    sizes.runs += 1;
    sizes.historyEvents += described.historyLength;
    sizes.historyBytes += described.historySize ?? 0;
  }
  return sizes;
}
