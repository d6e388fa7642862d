import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresService } from '@evoline/infra/services/postgres';
import pg from 'pg';

export interface RunningCluster {
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
  const url = `postgres://evoline@localhost:5432/evoline?host=${encodeURIComponent(folder)}`;
  try {
    await untilAnswers(folder, () => child.exitCode === null);
  } catch (error) {
    await stop();
    throw new Error(`PostgreSQL did not start: ${log}`, { cause: error });
  }
  return { url, stop };
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
  const client = new pg.Client({ host: folder, port: 5432, user: 'evoline', database: 'postgres' });
  client.on('error', () => {});
  try {
    await client.connect();
    const found = await client.query("select 1 from pg_database where datname = 'evoline'");
    if (found.rowCount === 0) await client.query('create database evoline');
  } finally {
    await client.end().catch(() => {});
  }
}
