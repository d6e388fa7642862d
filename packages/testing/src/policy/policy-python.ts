import path from 'node:path';
import { pythonEnvironment } from '@evoline/clients/trainer/python-environment';
import type { PythonPolicy } from '@evoline/clients/trainer/python-policy';
import { generatedFolder, repositoryRoot } from '@evoline/infra/paths';
import { programPath } from '../env.ts';

/** The real Python room, as the bootstrap installed it, with one thread. */
export const policyPython: PythonPolicy = {
  executable: path.join(generatedFolder, 'python/bin/python'),
  environment: pythonEnvironment(
    { PATH: programPath },
    { source: path.join(repositoryRoot, 'packages/policy/src'), threads: 1 },
  ),
  graceSeconds: 10,
  silenceSeconds: 180,
};
