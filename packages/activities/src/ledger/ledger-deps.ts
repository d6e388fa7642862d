import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { Database } from '@evoline/db/open-database';

/** What ledger activities work with. */
export interface LedgerDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
  /** Revision of this code, written into every run. */
  readonly codeRevision: string;
  readonly project: string;
  readonly createdBy: string;
  /** DEFAULT_SOURCE; null: the demo. */
  readonly defaultSource: string | null;
  /** BENCHMARK_FILES: absolute paths; what runs take that name none of their own. */
  readonly benchmarkFiles: readonly string[];
  /** Address of the Temporal UI without a slash at the end, for links; null when there is none. */
  readonly uiUrl: string | null;
}
