import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerDeps } from '@evoline/activities/ledger/ledger-deps';
import { openArtifactStore } from '@evoline/clients/artifact-store/open-artifact-store';
import type { Database } from '@evoline/db/open-database';

/** Its store is an empty folder: only benchmark files are put there. */
export function ledgerDeps(database: Database): LedgerDeps {
  const store = openArtifactStore(join(tmpdir(), 'evoline-ledger-store'), { cache: tmpdir() });
  return {
    database,
    store,
    codeRevision: 'revision',
    project: 'default',
    createdBy: 'tester',
    defaultSource: null,
    benchmarkFiles: [],
    uiUrl: 'http://127.0.0.1:8233',
  };
}
