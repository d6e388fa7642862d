import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { InputOf } from '@evoline/contract/examples';
import { defaultNightlySchedule } from '@evoline/contract/nightly-schedule';
import type { WorkflowResult } from '@evoline/contract/results';
import type { WorkflowType } from '@evoline/contract/run';
import { type Database, openDatabase } from '@evoline/db/open-database';
import { addListedSources } from '@evoline/db/queries/listed-sources';
import {
  lastScheduleApplication,
  recordScheduleApplication,
} from '@evoline/db/queries/schedule-applications';
import { generatedFolder } from '@evoline/infra/paths';
import { backfillNights } from '@evoline/steering/backfill-nights';
import { connect, type Steering } from '@evoline/steering/connect';
import { applySchedule } from '@evoline/steering/schedule';
import { nightlyScheduleId } from '@evoline/steering/schedule-specification';
import { startWorkflow } from '@evoline/steering/start-workflow';
import type { NightWorld } from '@evoline/testing/nights/start-night-world';
import pg from 'pg';

/** Where the nights of one world are mined: a namespace, a database and a worker of their own. */
export interface NightLane {
  readonly world: NightWorld;
  readonly steering: Steering;
  readonly database: Database;
  /** One statement of plain SQL, past the ledger's own queries. */
  sql(text: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  startWorker(): Promise<void>;
  /** SIGKILL: nothing is drained. */
  killWorker(): Promise<void>;
  /** Turns the world to a night, has the schedule mine it by its nominal time, and waits for its end. */
  mineNight(night: number): Promise<MinedNight>;
  /** The same without waiting. Returns the workflow's id. */
  beginNight(night: number): Promise<string>;
  finished<W extends WorkflowType>(
    workflow: W,
    workflowId: string,
    input: InputOf<W>,
  ): Promise<WorkflowResult<W>>;
  close(): Promise<void>;
}

export interface MinedNight {
  readonly workflowId: string;
  readonly result: WorkflowResult<'mineNightly'>;
  readonly asked: AskedOfGitHub;
}

/** What a night asked of the double. */
export interface AskedOfGitHub {
  /** Of REST and GraphQL; git is not counted. */
  readonly requests: number;
  /** Answered by "not modified", which costs nothing. */
  readonly notModified: number;
  /** Requests of REST and points of GraphQL that were taken off the quota. */
  readonly spent: number;
}

export interface NightLaneOptions {
  readonly world: NightWorld;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly databaseUrl: string;
  /** Store and cache of the worker. */
  readonly home: string;
  /** What every night is started with. */
  readonly input?: InputOf<'mineNightly'>;
}

export async function openNightLane(options: NightLaneOptions): Promise<NightLane> {
  const { world, temporalAddress: address, namespace, databaseUrl, input = {} } = options;
  const [steering, database] = await Promise.all([
    connect({ address, namespace }),
    openDatabase(databaseUrl, { migrate: false }),
  ]);
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => {}); // the next statement tells
  pool.on('connect', (client) => client.on('error', () => {})); // one that ends while the server does
  const rows = world.sources.map((source) => ({ source, note: null }));
  await addListedSources(database, rows, 'the test');
  await applySchedule(
    steering,
    { ...defaultNightlySchedule, input },
    {
      lastApplied: (id) => lastScheduleApplication(database, id),
      recordApplied: (id, wanted) => recordScheduleApplication(database, id, wanted),
    },
  );
  let worker: ChildProcess | null = null;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = worker;
    worker = null;
    if (ending === null || ending.exitCode !== null) return;
    ending.kill(signal);
    await once(ending, 'exit');
  };
  const beginNight = (night: number): Promise<string> => begin(steering, world, night);
  return {
    world,
    steering,
    database,
    sql: async (text, values = []) => (await pool.query(text, [...values])).rows,
    async startWorker() {
      worker = await startWorker(options);
    },
    killWorker: () => end('SIGKILL'),
    beginNight,
    async mineNight(night) {
      world.double.state.requests.length = 0;
      const workflowId = await beginNight(night);
      const result: WorkflowResult<'mineNightly'> = await steering.client.workflow
        .getHandle(workflowId)
        .result();
      return { workflowId, result, asked: askedOf(world) };
    },
    async finished(workflow, workflowId, given) {
      await startWorkflow(steering, workflow, given, { workflowId });
      const handle = steering.client.workflow.getHandle(workflowId);
      return (await handle.result()) as WorkflowResult<typeof workflow>;
    },
    async close() {
      await end('SIGTERM');
      await Promise.all([steering.close(), database.close(), pool.end()]);
    },
  };
}

async function begin(steering: Steering, world: NightWorld, night: number): Promise<string> {
  world.turnTo(night);
  const date = world.nominalTimes[night]?.toISOString().slice(0, 10) ?? '';
  const range = { from: date, to: date };
  const { nights } = await backfillNights(steering, nightlyScheduleId, range);
  const workflowId = nights[0]?.workflowId ?? '';
  await untilStarted(steering, workflowId);
  return workflowId;
}

/** The schedule takes a second or two to start what it is asked for. */
async function untilStarted({ client }: Steering, workflowId: string): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    const isThere = await client.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        ({ status }) => status.name === 'RUNNING',
        () => false,
      );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the schedule has not started ${workflowId}`);
}

function askedOf({ double }: NightWorld): AskedOfGitHub {
  const counted = double.state.requests.filter(({ cost }) => cost !== null);
  return {
    requests: counted.length,
    notModified: counted.filter(({ status }) => status === 304).length,
    spent: counted.reduce((sum, { cost }) => sum + (cost?.spent ?? 0), 0),
  };
}

const program = join(import.meta.dirname, '../../apps/worker/src/main.ts');

async function startWorker(options: NightLaneOptions): Promise<ChildProcess> {
  const { world, temporalAddress, namespace, databaseUrl, home } = options;
  const worker = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', logOf(namespace)],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      ROLES: 'pipeline,mine',
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      ARTIFACT_STORE: join(home, 'store'),
      WORKER_CACHE: join(home, 'cache'),
      GITHUB_API_URL: world.double.url,
      GITHUB_TOKENS: 'one,two',
    },
  });
  if (worker.stdout === null) throw new Error('the stream is not piped');
  const lines = createInterface({ input: worker.stdout });
  await Promise.race([once(lines, 'line'), failWhenEnded(worker)]);
  return worker;
}

/** What the workers of a lane say of failures, most of which are meant, stays in `.evoline/test-logs/nights`. */
function logOf(namespace: string): number {
  const folder = join(generatedFolder, 'test-logs/nights');
  mkdirSync(folder, { recursive: true });
  return openSync(join(folder, `${namespace}.log`), 'a');
}

async function failWhenEnded(worker: ChildProcess): Promise<never> {
  const [code]: unknown[] = await once(worker, 'exit');
  throw new Error(`the worker ended with ${String(code)}`);
}
