import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresService } from '@evoline/infra/services/postgres';
import pg from 'pg';

export interface RunningCluster {
  /** Of the data and of the socket. */
  readonly folder: string;
  readonly url: string;
  stop(): Promise<void>;
}

// Throw-away data: nothing needs to survive a crash. Sockets only, so that no port can be taken.
const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'listen_addresses=',
  'shared_buffers=32MB',
  'max_connections=60',
];
const startDeadlineSeconds = 30;

// The server ends with this process, however it ends: its guard's input closes then.
const guard = '"$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server';

/** Starts PostgreSQL on the cluster in `folder`, which is made when it is not there. */
export async function startCluster(folder: string): Promise<RunningCluster> {
  const service = await postgresService({ home: folder, port: 5432 });
  await service.prepare?.(AbortSignal.timeout(startDeadlineSeconds * 1000));
  const options = [...settings, `unix_socket_directories=${folder}`];
  const command = [...service.command, ...options.flatMap((setting) => ['-c', setting])];
  const child = spawn('/bin/sh', ['-c', guard, 'sh', ...command], {
    env: service.env,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-4000)));
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  };
  try {
    await untilAnswers(folder, () => child.exitCode === null);
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL did not start: ${log}`, { cause: error });
  }
  return { folder, url: urlOf(folder, 'evoline'), stop };
}

/** Address of a database of the cluster in `folder`. */
export function urlOf(folder: string, database: string): string {
  return `postgres://evoline@localhost:5432/${database}?host=${encodeURIComponent(folder)}`;
}

/** Makes a database like another one, to which nobody may be connected. */
export async function copyDatabase(folder: string, from: string, to: string): Promise<void> {
  await asAdmin(folder, (client) => client.query(`create database ${to} template ${from}`));
}

async function untilAnswers(folder: string, isRunning: () => boolean): Promise<void> {
  const deadline = Date.now() + startDeadlineSeconds * 1000;
  for (;;) {
    try {
      return await ensureDatabase(folder);
    } catch (error) {
      if (Date.now() > deadline || !isRunning()) throw error;
      await sleep(20);
    }
  }
}

async function ensureDatabase(folder: string): Promise<void> {
  await asAdmin(folder, async (client) => {
    const found = await client.query("select 1 from pg_database where datname = 'evoline'");
    if (found.rowCount === 0) await client.query('create database evoline');
  });
}

async function asAdmin(
  folder: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ host: folder, port: 5432, user: 'evoline', database: 'postgres' });
  client.on('error', () => {});
  try {
    await client.connect();
    await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
