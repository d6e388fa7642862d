import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { livingProcesses } from './recorded-processes.ts';
import type { Service } from './service.ts';
import type { StackProgress } from './stack-options.ts';
import { type SupervisedService, superviseService } from './supervise-service.ts';

let home: string;
let progress: StackProgress[];
let supervised: SupervisedService | undefined;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'evoline-service-'));
  progress = [];
});

afterEach(async () => {
  await supervised?.stop();
  rmSync(home, { recursive: true });
});

const sayReady = 'console.log(JSON.stringify({ event: "ready" }));';
const stay = 'setInterval(() => {}, 1000);';

/** A service that executes this JavaScript and is ready when it says so. */
function supervise(script: string, changes: Partial<Service> = {}): SupervisedService {
  const service: Service = {
    name: 'sample',
    command: [process.execPath, '-e', script],
    env: process.env,
    becomeReady: (running) => running.saidReady,
    readyDeadlineSeconds: 20,
    stopSignal: 'SIGTERM',
    stopGraceSeconds: 0.3,
    ...changes,
  };
  supervised = superviseService(service, { home, onProgress: (event) => progress.push(event) });
  return supervised;
}

const states = (): string[] => progress.map(({ state }) => state);
const isAlive = (pid: number): boolean => {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};

describe('a supervised service', () => {
  it('is started again when it is killed', async () => {
    await supervise(`${sayReady} ${stay}`).ready;
    const [first] = livingProcesses(home);
    process.kill(first?.pid ?? 0, 'SIGKILL');
    await vi.waitFor(
      () => expect(states()).toEqual(['starting', 'ready', 'died', 'restarting', 'ready']),
      15_000,
    );
    expect(livingProcesses(home)[0]?.pid).not.toBe(first?.pid);
  });

  it('is started again when it is asked to, without that counting as a death', async () => {
    const service = supervise(`${sayReady} ${stay}`);
    await service.ready;
    const [first] = livingProcesses(home);
    service.restart();
    await vi.waitFor(
      () => expect(states()).toEqual(['starting', 'ready', 'restarting', 'ready']),
      15_000,
    );
    expect(livingProcesses(home)[0]?.pid).not.toBe(first?.pid);
  });

  it('that dies at its first start says why, with the end of its log', async () => {
    const { ready } = supervise('console.error("no such model"); process.exit(7);');
    await expect(ready).rejects.toThrow(
      /sample ended with exit code 7[^]*no such model[^]*sample\.log/,
    );
  });

  it('that never answers is ended at its deadline', async () => {
    const { ready } = supervise(stay, { readyDeadlineSeconds: 0.5 });
    await expect(ready).rejects.toThrow('did not answer within 0.5 s');
    expect(livingProcesses(home)).toEqual([]);
  });

  it('whose program is missing names it', async () => {
    const { ready } = supervise('', { command: ['no-such-program'] });
    await expect(ready).rejects.toThrow(/no-such-program/);
  });

  it('that ignores its stop signal is killed with everything it started', async () => {
    const pidFile = join(home, 'grandchild');
    const grandchild = `const { pid } = require('child_process').spawn('sleep', ['60'], { stdio: 'ignore' });
      require('fs').writeFileSync(${JSON.stringify(pidFile)}, String(pid));`;
    const service = supervise(`process.on('SIGTERM', () => {}); ${grandchild} ${sayReady} ${stay}`);
    await service.ready;
    const pid = Number(readFileSync(pidFile, 'utf8'));
    expect(isAlive(pid)).toBe(true);
    await service.stop();
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5000);
    expect(livingProcesses(home)).toEqual([]);
  });

  it('can be stopped while it still starts', async () => {
    const service = supervise(stay);
    await vi.waitFor(() => expect(livingProcesses(home)).toHaveLength(1), 5000);
    await service.stop();
    await expect(service.ready).rejects.toThrow('stopped');
    expect(livingProcesses(home)).toEqual([]);
  });

  it('keeps what it prints in its log', async () => {
    writeFileSync(join(home, 'marker'), '');
    const service = supervise(`console.error('to standard error'); ${sayReady} ${stay}`);
    await service.ready;
    await vi.waitFor(
      () =>
        expect(readFileSync(join(home, 'logs/sample.log'), 'utf8')).toContain('to standard error'),
      5000,
    );
  });
});
