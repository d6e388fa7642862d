import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExportDeps } from '@evoline/cli/exporting/export-dataset';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import {
  startTestDatabase,
  type TestDatabase,
} from '@evoline/testing/database/start-test-database';

/** Ledgers with stores of their own, and room for folders. */
export interface FileBench {
  readonly server: TestDatabase;
  /** An empty ledger and an empty store, as on another machine. */
  elsewhere(): Promise<ExportDeps & { readonly storeFolder: string }>;
  /** A path where nothing is yet. */
  freshPath(): string;
  stop(): Promise<void>;
}

export async function openFileBench(): Promise<FileBench> {
  const server = await startTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'evoline-dataset-files-'));
  let count = 0;
  const freshPath = (): string => {
    count += 1;
    return join(folder, `folder-${count}`);
  };
  return {
    server,
    freshPath,
    async elsewhere() {
      const storeFolder = freshPath();
      const store = openArtifactStore(storeFolder, { cache: freshPath() });
      return { database: await server.blank(), store, storeFolder };
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
