import type { Database } from '@evoline/db/open-database';

/** What ledger activities work with. */
export interface LedgerDeps {
  readonly database: Database;
  /** Revision of this code, written into every run. */
  readonly codeRevision: string;
  readonly project: string;
  readonly createdBy: string;
  /** DEFAULT_SOURCE; null: the demo. */
  readonly defaultSource: string | null;
  /** Address of the Temporal UI without a slash at the end, for links; null when there is none. */
  readonly uiUrl: string | null;
}
