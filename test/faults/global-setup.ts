import type { TestProject } from 'vitest/node';
import { startSuiteStack } from '../suite-stack.ts';

export function setup(project: TestProject): Promise<() => Promise<void>> {
  const worldSizes = { warmStart: 300, train: 24, heldOut: 12 };
  return startSuiteStack(project, { worldSizes, engine: 'down' });
}
