import type { ArtifactStore } from '@evoline/clients/artifact-store';
import type { DatasetState, Split } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import type { PullRequestItem } from '@evoline/contract/mine';
import type { Revocation } from '@evoline/contract/withdrawal';
import type { Database } from '@evoline/db/open-database';
import { datasetsHolding } from '@evoline/db/queries/dataset-items';
import { datasetsByDigest } from '@evoline/db/queries/datasets';
import { itemContents } from '@evoline/db/queries/item-contents';
import { type ItemRow, itemsOfPullRequest } from '@evoline/db/queries/items-of-pull-request';
import { revocationsOf } from '@evoline/db/queries/revocations';
import { runById } from '@evoline/db/queries/runs';
import {
  evaluationsTouchedBy,
  stepsTouchedBy,
  type TouchedEvaluation,
  type TouchedRun,
} from '@evoline/db/queries/touched-by-items';
import { type PassedFilter, passedFilters } from '@evoline/domain/mine/filters/passed-filters';
import { readItemRecord } from '@evoline/domain/mine/item-record';

export interface ItemDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
}

/** Everything that is known of an item. */
export interface ReadItem {
  readonly row: ItemRow;
  /** null when it was revoked: what it says is shown to nobody any more. */
  readonly item: PullRequestItem | null;
  readonly revocation: Revocation | null;
  /** Of the same pull request, oldest first, this one included. */
  readonly editions: readonly string[];
  readonly minedBy: { readonly runId: string; readonly runName: string };
  /** Oldest first. */
  readonly versions: readonly {
    readonly version: string;
    readonly split: Split;
    readonly state: DatasetState;
  }[];
  readonly runs: readonly TouchedRun[];
  readonly evaluations: readonly TouchedEvaluation[];
  /** null when its content is not shown, or its run's configuration is not known. */
  readonly filters: readonly PassedFilter[] | null;
}

/** @throws EvolineFailure store_corrupt, or input_invalid when the record is damaged or of another format */
export async function gatherItem({ database, store }: ItemDeps, row: ItemRow): Promise<ReadItem> {
  const digests = [row.digest];
  const [revocations, editions, run, held, runs, evaluations] = await Promise.all([
    revocationsOf(database, digests),
    itemsOfPullRequest(database, row),
    runById(database, row.firstRunId),
    datasetsHolding(database, digests),
    stepsTouchedBy(database, digests),
    evaluationsTouchedBy(database, digests),
  ]);
  const revocation = revocations[0] ?? null;
  const item = revocation === null ? await readContent({ database, store }, row) : null;
  const versions = await datasetsByDigest(
    database,
    held.map(({ version }) => version),
  );
  const states = new Map(versions.map(({ digest, state }) => [digest, state]));
  const mined = run.config?.workflow === 'minePullRequests' ? run.config.config : null;
  return {
    row,
    item,
    revocation,
    editions: editions.map(({ digest }) => digest),
    minedBy: { runId: run.id, runName: run.name },
    versions: held.map(({ version, split }) => {
      return { version, split, state: states.get(version) ?? 'published' };
    }),
    runs,
    evaluations,
    filters: item === null || mined === null ? null : passedFilters(item, mined),
  };
}

async function readContent({ database, store }: ItemDeps, row: ItemRow): Promise<PullRequestItem> {
  const content = (await itemContents(database, [row.digest])).get(row.digest);
  const record = content === undefined ? null : readItemRecord(await store.getJson(content));
  if (record !== null) return record;
  throw new EvolineFailure(
    'store_corrupt',
    `the record of ${row.repository}#${row.number} is no item`,
  );
}
