import { eq, inArray } from 'drizzle-orm';
import { EvolineFailure } from '@evoline/contract/failures';
import { insertRows } from '../insert-rows.ts';
import type { Connection, Database } from '../open-database.ts';
import { pullRequestItem, sourceRepository } from '../tables/mine.ts';
import { run } from '../tables/run.ts';
import { revocation } from '../tables/withdrawal.ts';
import { recordArtifacts } from './artifacts.ts';
import { type NewDataset, type RecordedDataset, recordVersion } from './record-dataset.ts';
import { itemRow, type NewItem } from './record-mined.ts';
import type { NewRun } from './runs.ts';
import { versionByDigest } from './datasets.ts';

/** A version that was frozen elsewhere, on its way into this ledger. */
export interface ImportedDataset {
  /** Stands for the import; it has ended when anybody sees it. */
  readonly run: NewRun;
  readonly summary: string;
  readonly version: NewDataset;
  /** Of the version that it followed, which may be unknown here. */
  readonly parent: string | null;
  /** Its items, whose records are in the store already when a page is given. */
  readonly pages: AsyncIterable<readonly NewItem[]>;
  /** The source of items of a repository (owner/name) that are not known here yet. */
  readonly sourceOf: (repository: string) => string;
}

/**
 * Writes run, items and version in one transaction, or nothing. Items that are known stay as they are. No
 * verdict is written: what is mined here is frozen as if the import had not been.
 *
 * @throws EvolineFailure content_revoked when an item was revoked here
 */
export async function importDataset(
  database: Database,
  { run: opened, summary, version, parent, pages, sourceOf }: ImportedDataset,
): Promise<RecordedDataset> {
  return await database.transaction(async (db) => {
    const ended = { ...opened, state: 'done' as const, summary, endedAt: new Date() };
    await db.insert(run).values(ended).onConflictDoNothing();
    for await (const page of pages) await addItems(db, page, opened.id, sourceOf);
    const isKnown = parent !== null && (await versionByDigest(db, parent)) !== null;
    return await recordVersion(db, version, isKnown ? parent : null);
  });
}

async function addItems(
  db: Connection,
  page: readonly NewItem[],
  runId: string,
  sourceOf: (repository: string) => string,
): Promise<void> {
  await refuseRevokedItems(db, page);
  await recordArtifacts(
    db,
    page.map(({ content }) => content),
  );
  const names = [...new Set(page.map(({ item }) => item.repository))];
  const sources = names.map((name) => ({ key: sourceOf(name), name, defaultBranch: 'HEAD' }));
  await insertRows(db, sourceRepository, sources);
  const rows = page.map((item) => itemRow(item, runId, sourceOf(item.item.repository)));
  await insertRows(db, pullRequestItem, rows);
}

async function refuseRevokedItems(db: Connection, page: readonly NewItem[]): Promise<void> {
  const digests = page.map(({ digest }) => digest);
  const [revoked] = await db
    .select({ digest: revocation.itemDigest, reason: revocation.reason, item: pullRequestItem })
    .from(revocation)
    .innerJoin(pullRequestItem, eq(pullRequestItem.digest, revocation.itemDigest))
    .where(inArray(revocation.itemDigest, digests))
    .limit(1);
  if (revoked === undefined) return;
  const { item, reason } = revoked;
  throw new EvolineFailure(
    'content_revoked',
    `${item.repository}#${item.number} was revoked here (${reason}), so a version with it is not taken in`,
  );
}
