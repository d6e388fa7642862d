import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { searchAttributes } from '@evoline/contract/search-attributes';
import { environmentWithoutSecrets } from '../env.ts';
import { requireFreePort } from '../ports.ts';
import { temporalAnswers } from '../reachable.ts';
import type { Service } from '../service.ts';
import { StackError } from '../stack-error.ts';
import { untilAnswers } from '../until-answers.ts';

export interface TemporalOptions {
  readonly home: string;
  readonly port: number;
  readonly uiPort: number;
  readonly namespace: string;
  /** The `temporal` program. */
  readonly program: string;
}

/**
 * Temporal's development server on a SQLite file. It never migrates a file, so the file's name holds the server version.
 * WAL and `synchronous=normal` make it three times faster and still survive kill -9.
 */
export async function temporalService(options: TemporalOptions): Promise<Service> {
  const { home, port, uiPort, namespace, program } = options;
  const file = join(home, `temporal-${await serverVersion(program)}.sqlite`);
  return {
    name: 'temporal',
    command: [
      program,
      'server',
      'start-dev',
      '--ip',
      '127.0.0.1',
      '--port',
      `${port}`,
      '--ui-port',
      `${uiPort}`,
      '--namespace',
      namespace,
      '--db-filename',
      file,
      '--log-level',
      'warn',
      '--ui-disable-news-fetch',
      '--sqlite-pragma',
      'journal_mode=wal',
      '--sqlite-pragma',
      'synchronous=normal',
      // By default the server looks for new tasks 20 times a second at most: 40 ms for every activity and every decision.
      '--dynamic-config-value',
      'history.transferProcessorMaxPollRPS=1000',
      '--dynamic-config-value',
      'history.timerProcessorMaxPollRPS=1000',
      ...Object.values(searchAttributes).flatMap((name) => [
        '--search-attribute',
        `${name}=Keyword`,
      ]),
    ],
    env: environmentWithoutSecrets(),
    async prepare() {
      mkdirSync(home, { recursive: true });
      await requireFreePort(port, 'Temporal');
      await requireFreePort(uiPort, 'Temporal UI');
    },
    becomeReady: (_, signal) =>
      untilAnswers(() => temporalAnswers(`127.0.0.1:${port}`, namespace), signal),
    readyDeadlineSeconds: 45,
    stopSignal: 'SIGTERM',
    stopGraceSeconds: 10,
  };
}

async function serverVersion(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 10_000 }).catch(
    () => {
      throw new StackError(
        `The Temporal server program ("${program}") does not run. Run \`npm start\` to set it up, ` +
          'or set TEMPORAL_ADDRESS to a server of your own.',
      );
    },
  );
  return /Server ([\d.]+)/.exec(stdout)?.[1] ?? 'unknown';
}
