import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { Connection } from '@temporalio/client';
import { type Stack, findStack, startStack } from '@evoline/infra/stack';
import type { StackAddresses, StackOptions, StackProgress } from '@evoline/infra/stack-options';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

const servers = {
  ports: 'ephemeral',
  services: ['postgres', 'temporal'],
} as const satisfies StackOptions;

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'evoline-stack-'));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

async function query(databaseUrl: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function namespaceKnown(addresses: StackAddresses): Promise<boolean> {
  const connection = await Connection.connect({
    address: addresses.temporalAddress,
    connectTimeout: 5000,
  });
  const namespace = addresses.temporalNamespace;
  const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace });
  await connection.close();
  return namespaceInfo?.name === namespace;
}

/** Commands of this machine's processes that mention the home. */
function processesOf(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command.includes(folder) ? [command] : [];
      } catch {
        return [];
      }
    });
}

/** A supervisor in a process of its own; settles when its stack is up. */
async function otherSupervisor(
  folder: string,
): Promise<{ child: ChildProcess; addresses: StackAddresses }> {
  const module = import.meta.resolve('@evoline/infra/stack');
  const options = JSON.stringify({ ...servers, home: folder });
  const script = `const { startStack } = await import(${JSON.stringify(module)});
    const stack = await startStack(${options});
    console.log(JSON.stringify(stack.addresses));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, addresses: JSON.parse(line) as StackAddresses };
}

describe('the local stack', () => {
  let stack: Stack | undefined;
  const progress: StackProgress[] = [];

  afterEach(async () => {
    await stack?.stop();
    stack = undefined;
    progress.length = 0;
  });

  const start = async (options: StackOptions = {}): Promise<Stack> => {
    stack = await startStack({
      ...servers,
      home,
      onProgress: (event) => progress.push(event),
      ...options,
    });
    return stack;
  };

  it('answers when it has started, can be found, and is gone when it has stopped', async () => {
    const { addresses, stop } = await start();
    expect(
      await query(
        addresses.databaseUrl,
        "select current_setting('server_version_num')::int / 10000 as major",
      ),
    ).toEqual([{ major: 18 }]);
    expect(await namespaceKnown(addresses)).toBe(true);
    expect((await fetch(addresses.temporalUiUrl)).status).toBe(200);
    expect(findStack(home)).toEqual(addresses);
    await stop();
    expect(findStack(home)).toBeUndefined();
    expect(processesOf(home)).toEqual([]);
  });

  it('keeps its data from one start to the next', async () => {
    const first = await start();
    await query(
      first.addresses.databaseUrl,
      'create table kept (number int); insert into kept values (42)',
    );
    await first.stop();
    const second = await start();
    expect(await query(second.addresses.databaseUrl, 'select number from kept')).toEqual([
      { number: 42 },
    ]);
  });

  it('refuses a home that another stack uses, naming its process', async () => {
    const other = await otherSupervisor(home);
    await expect(startStack({ ...servers, home })).rejects.toThrow(
      new RegExp(`${home} is in use by the stack of process ${other.child.pid}`),
    );
    expect(findStack(home)).toEqual(other.addresses);
    other.child.kill('SIGKILL');
    await vi.waitFor(() => expect(processesOf(home)).toEqual([]), {
      timeout: 20_000,
      interval: 100,
    });
  });

  it('leaves no process behind when its supervisor is killed, and the next one takes over', async () => {
    const other = await otherSupervisor(home);
    expect(processesOf(home).length).toBeGreaterThanOrEqual(3);
    other.child.kill('SIGKILL');
    await once(other.child, 'exit');
    const { addresses } = await start();
    expect(await query(addresses.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    await vi.waitFor(() => expect(findStack(home)?.supervisorPid).toBe(process.pid));
    await stack?.stop();
    await vi.waitFor(() => expect(processesOf(home)).toEqual([]), {
      timeout: 20_000,
      interval: 100,
    });
  });

  it('starts PostgreSQL and Temporal again when they are killed', async () => {
    const { addresses } = await start();
    for (const service of ['postgres', 'temporal']) {
      const { pid } = JSON.parse(
        readFileSync(join(home, 'processes', `${service}.json`), 'utf8'),
      ) as { pid: number };
      process.kill(pid, 'SIGKILL');
    }
    await vi.waitFor(
      () => expect(progress.filter(({ state }) => state === 'ready')).toHaveLength(4),
      { timeout: 60_000, interval: 100 },
    );
    expect(await query(addresses.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(await namespaceKnown(addresses)).toBe(true);
  });

  it('ends what it had started when one service cannot start', async () => {
    const missing = vi.stubEnv('EVOLINE_TEMPORAL', '/no/such/temporal');
    await expect(start()).rejects.toThrow(/"\/no\/such\/temporal"[^]*TEMPORAL_ADDRESS/);
    missing.unstubAllEnvs();
    expect(processesOf(home)).toEqual([]);
  });

  it('ends in time when it is cancelled while it starts', async () => {
    const cancel = new AbortController();
    const starting = start({ signal: cancel.signal });
    cancel.abort();
    await expect(starting).rejects.toThrow(/cancelled|aborted/);
    expect(processesOf(home)).toEqual([]);
  });

  it('says that a default port is in use, and how to go on', async () => {
    const server = createServer()
      .listen(7233, '127.0.0.1')
      .on('error', () => {});
    await expect(start({ ports: 'default' })).rejects.toThrow(
      /Port \d+ \((Temporal|PostgreSQL)[^]*--ports ephemeral/,
    );
    server.close();
  });
});

describe('servers that the environment names', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['TEMPORAL_ADDRESS', '127.0.0.1:9', 'temporal'],
    ['DATABASE_URL', 'postgres://someone:secret@127.0.0.1:9/none', 'postgres'],
    ['ENGINE_URL', 'http://127.0.0.1:9', 'engine'],
  ] as const)(
    'are asked, and one that does not answer is named: %s',
    async (name, value, service) => {
      vi.stubEnv(name, value);
      const failure = startStack({ home, ports: 'ephemeral', services: [service] });
      await expect(failure).rejects.toThrow(
        new RegExp(`${name}.*does not answer[^]*unset the variable`),
      );
      await expect(failure).rejects.not.toThrow('secret');
    },
  );

  it('are used and not started', async () => {
    const there = await startStack({ ...servers, home });
    vi.stubEnv('TEMPORAL_ADDRESS', there.addresses.temporalAddress);
    vi.stubEnv('DATABASE_URL', there.addresses.databaseUrl);
    const second = await startStack({ ...servers, home: join(home, 'second') });
    expect(second.addresses.databaseUrl).toBe(there.addresses.databaseUrl);
    expect(readdirSync(join(home, 'second'))).not.toContain('postgres-18');
    await second.stop();
    await there.stop();
  });
});
