import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { findStack } from '@evoline/infra/stack';
import type { StackAddresses } from '@evoline/infra/stack-options';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, BenchFigure } from './bench.ts';
import { residentMegabytes } from './resident-memory.ts';

const upWithinSeconds = 240;

/**
 * `npm start` as a process of its own: cold on an empty data folder (databases are made, the demo world
 * is generated), warm on what that left. What `npm install` and the bootstrap do is not in it.
 */
export const bench: Bench = {
  title: 'Start of the local stack, and its memory when idle',
  async measure() {
    const home = mkdtempSync(join(tmpdir(), 'evoline-bench-'));
    try {
      const cold = await measureStart(home);
      const warm = await measureStart(home);
      return figures(cold, warm);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
};

interface Start {
  readonly up: number;
  readonly accepted: number;
  readonly idle: number;
  readonly idleWithoutPolicyServer: number;
}

function figures(cold: Start, warm: Start): readonly BenchFigure[] {
  const memory = { unit: 'MB', note: 'PSS, 5 s after the first workflow' };
  const done = 'a planOnly pipeline, accepted and done';
  const ratio = cold.accepted / warm.accepted;
  const idle = 'idle memory, all services';
  const without = 'idle memory without policy server';
  return [
    { figure: 'cold / warm start', value: ratio, unit: 'x', note: 'to the first workflow' },
    { figure: 'cold: all services answer', value: cold.up, unit: 's' },
    { figure: 'cold: first workflow', value: cold.accepted, unit: 's', note: done },
    { figure: 'warm: all services answer', value: warm.up, unit: 's' },
    { figure: 'warm: first workflow', value: warm.accepted, unit: 's', note: done },
    { figure: idle, value: warm.idle, ...memory },
    { figure: without, value: warm.idleWithoutPolicyServer, ...memory },
  ];
}

async function measureStart(home: string): Promise<Start> {
  const since = Date.now();
  const seconds = (): number => (Date.now() - since) / 1000;
  const main = fileURLToPath(import.meta.resolve('@evoline/infra/main'));
  const supervisor = spawn(process.execPath, [main, 'up', '--home', home, '--ports', 'ephemeral'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    const addresses = await whenUp(home, supervisor);
    const up = seconds();
    await acceptOneWorkflow(addresses);
    const accepted = seconds();
    return { up, accepted, ...(await idleMemory(supervisor)) };
  } finally {
    supervisor.kill('SIGTERM');
    await once(supervisor, 'exit');
  }
}

async function whenUp(home: string, supervisor: ChildProcess): Promise<StackAddresses> {
  const deadline = Date.now() + upWithinSeconds * 1000;
  while (Date.now() < deadline && supervisor.exitCode === null) {
    const addresses = findStack(home);
    if (addresses !== undefined) return addresses;
    await sleep(20);
  }
  throw new Error('the stack did not come up');
}

async function acceptOneWorkflow({
  temporalAddress,
  temporalNamespace,
}: StackAddresses): Promise<void> {
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection, namespace: temporalNamespace });
  await client.workflow.execute('runPipeline', {
    taskQueue: 'pipeline',
    workflowId: `bench-${Date.now()}`,
    args: [{ planOnly: true }],
    workflowExecutionTimeout: '60s',
  });
  await connection.close();
}

async function idleMemory({
  pid = 0,
}: ChildProcess): Promise<Pick<Start, 'idle' | 'idleWithoutPolicyServer'>> {
  await sleep(5000);
  return {
    idle: residentMegabytes(pid),
    idleWithoutPolicyServer: residentMegabytes(pid, 'evoline_policy'),
  };
}
