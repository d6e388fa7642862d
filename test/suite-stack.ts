import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generatedFolder, repositoryRoot } from '@evoline/infra/paths';
import { readRunningStack } from '@evoline/infra/running-stack';
import type { StackAddresses, WorldSizes } from '@evoline/infra/stack-options';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    stack: StackAddresses;
  }
}

export interface SuiteStackOptions {
  readonly worldSizes: WorldSizes;
  /** `down`: nothing listens at the engine's address until a test starts a policy server there. */
  readonly engine: 'embedded' | 'down';
  /** More for the environment of its services. */
  readonly env?: Readonly<Record<string, string>>;
}

const startDeadlineSeconds = 240;

/**
 * Starts one stack for all test files of a suite, on a home of its own and free ports. Returns what
 * stops it; its logs stay in `.evoline/test-logs/<suite>`.
 */
export async function startSuiteStack(
  project: TestProject,
  { worldSizes, engine, env: own = {} }: SuiteStackOptions,
): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), `evoline-${project.name}-`));
  const { warmStart, train, heldOut } = worldSizes;
  const sizes = ['--world-sizes', `${warmStart},${train},${heldOut}`];
  const start = (env: NodeJS.ProcessEnv): ChildProcess =>
    startSupervisor(home, sizes, { ...own, ...env });
  const supervisor = engine === 'down' ? await withStandIn(start, home) : start({});
  const stop = async (): Promise<void> => {
    supervisor.kill('SIGTERM');
    if (supervisor.exitCode === null) await once(supervisor, 'exit');
    const logs = join(generatedFolder, 'test-logs', project.name);
    cpSync(join(home, 'logs'), logs, { recursive: true });
    rmSync(home, { recursive: true, force: true });
  };
  try {
    project.provide('stack', await untilUp(home, supervisor));
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A process of its own, which ends with this one. */
function startSupervisor(
  home: string,
  parameters: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcess {
  mkdirSync(join(home, 'logs'));
  const output = openSync(logOf(home), 'w');
  const program = join(repositoryRoot, 'infra/src/main.ts');
  const options = ['--home', home, '--ports', 'ephemeral', ...parameters];
  return spawn(process.execPath, [program, 'up', ...options], {
    env: { ...process.env, EVOLINE_PARENT: `${process.pid}`, ...env },
    stdio: ['ignore', output, output],
  });
}

/** The stack asks once whether the engine answers; here something else answers in its place. */
async function withStandIn(
  start: (env: NodeJS.ProcessEnv) => ChildProcess,
  home: string,
): Promise<ChildProcess> {
  const standIn = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
  await once(standIn, 'listening');
  const { port } = standIn.address() as AddressInfo;
  const supervisor = start({ ENGINE_URL: `http://127.0.0.1:${port}` });
  await untilUp(home, supervisor).catch(() => {}); // the caller asks again, and hears of it
  standIn.closeAllConnections();
  standIn.close();
  return supervisor;
}

async function untilUp(home: string, supervisor: ChildProcess): Promise<StackAddresses> {
  const deadline = Date.now() + startDeadlineSeconds * 1000;
  while (supervisor.exitCode === null && Date.now() < deadline) {
    const addresses = readRunningStack(home);
    if (addresses !== undefined) return addresses;
    await sleep(100);
  }
  const log = existsSync(logOf(home)) ? readFileSync(logOf(home), 'utf8') : '';
  throw new Error(`The stack of the suite did not come up.\n${log}`);
}

function logOf(home: string): string {
  return join(home, 'logs/supervisor.log');
}
