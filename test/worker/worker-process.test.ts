import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Stack, startStack } from '@evoline/infra/stack';
import { connect } from '@evoline/steering/connect';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let home: string;
let stack: Stack;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'evoline-worker-'));
  stack = await startStack({ home, ports: 'ephemeral', services: ['postgres', 'temporal'] });
});
afterAll(async () => {
  await stack?.stop();
  await rm(home, { recursive: true, force: true });
});

const program = join(import.meta.dirname, '../../apps/worker/src/main.ts');

function startWorker(env: Readonly<Record<string, string>>): ChildProcess {
  const { addresses } = stack;
  return spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: addresses.databaseUrl,
      TEMPORAL_ADDRESS: addresses.temporalAddress,
      ARTIFACT_STORE: addresses.artifactStore,
      WORKER_CACHE: join(home, 'worker-cache'),
      ...env,
    },
  });
}

async function firstLine(stream: ChildProcess['stdout']): Promise<string> {
  if (stream === null) throw new Error('the stream is not piped');
  const lines = createInterface({ input: stream });
  const [line]: string[] = await once(lines, 'line');
  return line ?? '';
}

describe('a worker process', () => {
  it('says in one line which queues it polls, works, and drains on SIGTERM', async () => {
    const worker = startWorker({ ROLES: 'pipeline,mine,reward' });
    expect(JSON.parse(await firstLine(worker.stdout))).toEqual({
      event: 'ready',
      roles: ['pipeline', 'mine', 'reward'],
      queues: ['pipeline', 'mine', 'reward'],
    });
    const { temporalAddress: address } = stack.addresses;
    const { client, close } = await connect({ address, namespace: 'default' });
    const options = { taskQueue: 'pipeline', workflowId: 'plan', args: [{ planOnly: true }] };
    expect(await client.workflow.execute('minePullRequests', options)).toMatchObject({
      state: 'planned',
    });
    await close();
    worker.kill('SIGTERM');
    expect(await once(worker, 'exit')).toEqual([0, null]);
  });

  it('polls the queues of its engines and of its host', async () => {
    const worker = startWorker({
      ROLES: 'rollout,train',
      ENGINE_URL: 'default=http://127.0.0.1:9,big=http://127.0.0.1:9',
      EVOLINE_PYTHON: '/nowhere/python',
      TRAIN_HOST: 'node-3',
    });
    expect(JSON.parse(await firstLine(worker.stdout))).toMatchObject({
      queues: [
        'gpu-rollout',
        'gpu-rollout.default',
        'gpu-rollout.big',
        'gpu-train',
        'gpu-train.node-3',
      ],
    });
    worker.kill('SIGTERM');
    expect(await once(worker, 'exit')).toEqual([0, null]);
  });

  it('ends with exit code 2 and names the variable that is wrong', async () => {
    const worker = startWorker({ ROLES: 'rollout', ENGINE_URL: '' });
    const ended = once(worker, 'exit');
    const said = await firstLine(worker.stderr);
    expect(said).toBe('worker: ENGINE_URL: it is not set, and role rollout needs it');
    expect(await ended).toEqual([2, null]);
  });

  it('ends with exit code 1 and says so when no Temporal server or no PostgreSQL answers', async () => {
    const worker = startWorker({ ROLES: 'reward', TEMPORAL_ADDRESS: '127.0.0.1:9' });
    const ended = once(worker, 'exit');
    expect(await firstLine(worker.stderr)).toContain('No Temporal server answers at 127.0.0.1:9.');
    expect(await ended).toEqual([1, null]);
    const other = startWorker({
      ROLES: 'reward',
      DATABASE_URL: 'postgres://evoline@127.0.0.1:9/x',
    });
    const alsoEnded = once(other, 'exit');
    expect(await firstLine(other.stderr)).toContain('DATABASE_URL');
    expect(await alsoEnded).toEqual([1, null]);
  });
});
