import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Manifest, forbiddenEdges, importTable, unpinnedEdges } from './import-table.ts';
import { repositoryRoot, trackedFiles } from './tracked-files.ts';

const manifests: readonly Manifest[] = trackedFiles()
  .filter((file) => /^((apps|packages)\/[^/]+|infra|test)\/package\.json$/.test(file))
  .map((file) => JSON.parse(readFileSync(join(repositoryRoot, file), 'utf8')) as Manifest);

describe('the first lock: package.json edges', () => {
  it('sees every room of the house', () => {
    expect(manifests.length).toBeGreaterThanOrEqual(12);
  });

  it.each(manifests.map((manifest) => [manifest.name, manifest] as const))(
    '%s depends only on what the import table allows',
    (_, manifest) => {
      expect(forbiddenEdges(manifest)).toEqual([]);
    },
  );

  it.each(manifests.map((manifest) => [manifest.name, manifest] as const))(
    '%s takes versions from the catalog and rooms from the workspace',
    (_, manifest) => {
      expect(unpinnedEdges(manifest)).toEqual([]);
    },
  );

  it('refuses a workflow that depends on activities, and a contract that depends on anything of ours', () => {
    const workflows = {
      name: '@evoline/workflows',
      dependencies: { '@evoline/activities': 'workspace:*' },
    };
    expect(forbiddenEdges(workflows)).toEqual(['workflows may not depend on @evoline/activities']);
    const contract = {
      name: '@evoline/contract',
      dependencies: { '@evoline/domain': 'workspace:*' },
    };
    expect(forbiddenEdges(contract)).toEqual(['contract may not depend on @evoline/domain']);
  });

  it('refuses doubles in product code, Temporal in clients, and a version outside the catalog', () => {
    const app = { name: '@evoline/worker', dependencies: { '@evoline/testing': 'workspace:*' } };
    expect(forbiddenEdges(app)).toEqual(['worker may not depend on @evoline/testing']);
    const clients = {
      name: '@evoline/clients',
      dependencies: { '@temporalio/client': 'catalog:' },
    };
    expect(forbiddenEdges(clients)).toEqual(['clients may not depend on @temporalio/client']);
    expect(unpinnedEdges({ name: '@evoline/db', dependencies: { pg: '^8.0.0' } })).toEqual([
      '@evoline/db: pg is "^8.0.0"',
    ]);
  });

  it('lets no room of the product depend on the apps or on the tests', () => {
    const inner = Object.entries(importTable).filter(
      ([room]) => room !== 'test' && room !== 'testing',
    );
    for (const [, { rooms }] of inner) {
      expect(
        rooms.filter((room) => ['worker', 'cli', 'test', 'testing', '*'].includes(room)),
      ).toEqual([]);
    }
  });
});
