import { join } from 'node:path';
import { environmentWithoutSecrets } from '../env.ts';
import { repositoryRoot } from '../paths.ts';
import { requireFreePort } from '../ports.ts';
import type { Service } from '../service.ts';
import type { WorldSizes } from '../stack-options.ts';

export interface WorldOptions {
  readonly home: string;
  readonly port: number;
  readonly sizes: WorldSizes | undefined;
}

/** The demo world: a GitHub-shaped server over generated repositories. It says itself when it is ready. */
export function worldService({ home, port, sizes }: WorldOptions): Service {
  return {
    name: 'world',
    command: [
      process.execPath,
      join(repositoryRoot, 'packages/testing/src/github/serve.ts'),
      '--port',
      `${port}`,
      '--home',
      join(home, 'world'),
      ...(sizes ? ['--sizes', `${sizes.warmStart},${sizes.train},${sizes.heldOut}`] : []),
    ],
    env: environmentWithoutSecrets(),
    prepare: () => requireFreePort(port, 'demo world'),
    becomeReady: (running) => running.saidReady,
    readyDeadlineSeconds: 120, // the first start generates the repositories
    stopSignal: 'SIGTERM',
    stopGraceSeconds: 5,
  };
}
