import type { TestProject } from 'vitest/node';
import { startSuiteStack } from '../suite-stack.ts';
import { plantToken } from './planted-token.ts';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const worldSizes = { warmStart: 300, train: 24, heldOut: 12 };
  const planted = await plantToken();
  project.provide('planted', planted);
  const env = {
    GITHUB_TOKENS: planted.token,
    GITHUB_API_URL: `http://127.0.0.1:${planted.port}`,
  };
  return startSuiteStack(project, { worldSizes, engine: 'down', env });
}
