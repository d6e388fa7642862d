import { join } from 'node:path';
import { environmentWithoutSecrets } from '../env.ts';
import { repositoryRoot } from '../paths.ts';
import { requireFreePort } from '../ports.ts';
import type { Service } from '../service.ts';
import { answersOk, untilAnswers } from '../until-answers.ts';

export interface EngineOptions {
  readonly port: number;
  readonly python: string;
}

/** The policy server of `packages/policy`. Importing torch takes most of its start. */
export function engineService({ port, python }: EngineOptions): Service {
  return {
    name: 'engine',
    command: [python, '-m', 'evoline_policy.serve', '--host', '127.0.0.1', '--port', `${port}`],
    env: {
      ...environmentWithoutSecrets(),
      PYTHONPATH: join(repositoryRoot, 'packages/policy/src'),
      PYTHONUNBUFFERED: '1',
      OMP_NUM_THREADS: process.env['OMP_NUM_THREADS'] ?? '1',
    },
    prepare: () => requireFreePort(port, 'policy server'),
    becomeReady: (_, signal) =>
      untilAnswers(answersOk(`http://127.0.0.1:${port}/health`), signal, 200),
    readyDeadlineSeconds: 120,
    stopSignal: 'SIGTERM',
    stopGraceSeconds: 8,
  };
}
