import type { LedgerDeps } from '@evoline/activities/ledger/ledger-deps';
import type { Database } from '@evoline/db/open-database';

export function ledgerDeps(database: Database): LedgerDeps {
  return {
    database,
    codeRevision: 'revision',
    project: 'default',
    createdBy: 'tester',
    defaultSource: null,
    uiUrl: 'http://127.0.0.1:8233',
  };
}
