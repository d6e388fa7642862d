import type { TestProject } from 'vitest/node';
import { startSuiteStack } from '../suite-stack.ts';

/** The engine is down until a test starts one: so a stage waits, and a person can press retry. */
export function setup(project: TestProject): Promise<() => Promise<void>> {
  const worldSizes = { warmStart: 60, train: 12, heldOut: 12 };
  return startSuiteStack(project, { worldSizes, engine: 'down' });
}
