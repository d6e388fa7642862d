import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Every other folder of test/ with test files is an integration area: real services, one file at a time on two cores.
const notAreas = new Set(['house', 'bench', 'gpu', 'node_modules']);
const testFolder = join(import.meta.dirname, 'test');
const areas = existsSync(testFolder)
  ? readdirSync(testFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !notAreas.has(entry.name))
      .map((entry) => entry.name)
  : [];

/** GitHub's API description, which the double's answers are held against. */
const apiDescription = 'packages/testing/src/github/openapi/fetch-description.ts';

/** An area whose files share one running stack starts it here. */
function setUpOf(area: string): string[] {
  const file = join(testFolder, area, 'global-setup.ts');
  const own = existsSync(file) ? [file] : [];
  return area === 'mining' ? [...own, apiDescription] : own;
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'infra/**/*.test.ts'],
          globalSetup: [apiDescription],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'house', include: ['test/house/**/*.test.ts'], testTimeout: 60_000 } },
      ...areas.map((area) => ({
        test: {
          name: area,
          include: [`test/${area}/**/*.test.ts`],
          fileParallelism: false,
          globalSetup: setUpOf(area),
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      })),
    ],
  },
});
