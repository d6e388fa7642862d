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

/** `npm start` as a process of its own, on a data folder that is empty at first and kept for the second start. */
export const bench: Bench = {
  title: 'Start of the local stack',
  async measure() {
    const home = mkdtempSync(join(tmpdir(), 'evoline-bench-'));
    try {
      return [...(await measureStart(home, 'cold')), ...(await measureStart(home, 'warm'))];
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
};

async function measureStart(home: string, which: string): Promise<readonly BenchFigure[]> {
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
    return [
      { figure: `${which}: all services answer`, value: up, unit: 's' },
      {
        figure: `${which}: first workflow accepted and done`,
        value: accepted,
        unit: 's',
        note: 'planOnly',
      },
      ...(await idleMemory(supervisor)).map((figure) => ({
        ...figure,
        figure: `${which}: ${figure.figure}`,
      })),
    ];
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

async function idleMemory({ pid = 0 }: ChildProcess): Promise<readonly BenchFigure[]> {
  await sleep(5000);
  const figure = 'idle memory (PSS)';
  return [
    { figure, value: residentMegabytes(pid), unit: 'MB' },
    {
      figure: `${figure}, without policy server`,
      value: residentMegabytes(pid, 'evoline_policy'),
      unit: 'MB',
    },
  ];
}
