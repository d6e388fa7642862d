import { join } from 'node:path';
import { environmentWithoutSecrets } from '../env.ts';
import { repositoryRoot } from '../paths.ts';
import { requireFreePort } from '../ports.ts';
import type { Service } from '../service.ts';

/** The demo world: a GitHub-shaped server over generated repositories. It says itself when it is ready. */
export function worldService({ home, port }: { home: string; port: number }): Service {
  return {
    name: 'world',
    command: [
      process.execPath,
      join(repositoryRoot, 'packages/testing/src/github/serve.ts'),
      '--port',
      `${port}`,
      '--home',
      join(home, 'world'),
    ],
    env: environmentWithoutSecrets(),
    prepare: () => requireFreePort(port, 'demo world'),
    becomeReady: (running) => running.saidReady,
    readyDeadlineSeconds: 120, // the first start generates the repositories
    stopSignal: 'SIGTERM',
    stopGraceSeconds: 5,
  };
}
