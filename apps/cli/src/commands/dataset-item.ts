import { EvolineFailure } from '@evoline/contract/failures';
import { dropReasons } from '@evoline/contract/mining-filters';
import type { Database } from '@evoline/db/open-database';
import { datasetsHolding } from '@evoline/db/queries/dataset-items';
import { itemsBeginning } from '@evoline/db/queries/items-beginning';
import {
  type ItemRow,
  itemsOfPullRequest,
  type PullRequestName,
  readPullRequestName,
} from '@evoline/db/queries/items-of-pull-request';
import { newestVerdictOf } from '@evoline/db/queries/newest-verdict-of';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { gatherItem, type ItemDeps, type ReadItem } from '../report/gather-item.ts';
import { itemText } from '../report/item-text.ts';
import { requireDataset } from './require-dataset.ts';

export interface ItemOptions {
  /** The edition that this version holds. */
  readonly in?: string;
}

/**
 * `evoline dataset item <digest | owner/name#7 | address>`: an item as a person reads it, where it stands, what
 * was done with it, and why each filter let it pass.
 *
 * @throws EvolineFailure not_found, input_invalid, store_corrupt
 */
export async function datasetItem(
  deps: ItemDeps,
  name: string,
  options: ItemOptions,
  io: Io,
): Promise<ExitCode> {
  const editions = await findEditions(deps.database, name);
  const row =
    options.in === undefined
      ? editions.at(-1)
      : await editionIn(deps.database, editions, { name, version: options.in });
  if (row === undefined) throw unknown(name);
  const read = await gatherItem(deps, row);
  writeResult(io, documentOf(read), itemText(read, io));
  return 0;
}

function documentOf({ row, ...read }: ReadItem) {
  const { digest, repository, number, url, title, mergedAt, firstSeenAt } = row;
  return { digest, repository, number, url, title, mergedAt, firstSeenAt, ...read };
}

/** Oldest first; of a digest the one item. */
async function findEditions(database: Database, name: string): Promise<ItemRow[]> {
  const pullRequest = readPullRequestName(name);
  if (pullRequest !== null) {
    const items = await itemsOfPullRequest(database, pullRequest);
    return items.length > 0 ? items : await refuseUnkept(database, name, pullRequest);
  }
  if (!/^[0-9a-f]{4,64}$/.test(name)) {
    throw new UsageError(
      `an item is named by its digest (4 characters or more), as owner/name#7 or by address, got ${name}`,
    );
  }
  const found = await itemsBeginning(database, name, 5);
  if (found.length <= 1) return found;
  const several = found.map(
    (item) => `${item.digest.slice(0, 16)} (${item.repository}#${item.number})`,
  );
  throw new EvolineFailure('input_invalid', `${name} names several items: ${several.join(', ')}`);
}

async function refuseUnkept(
  database: Database,
  name: string,
  pullRequest: PullRequestName,
): Promise<never> {
  const verdict = await newestVerdictOf(database, pullRequest);
  if (verdict === null) throw unknown(name);
  const why =
    verdict.reason === null
      ? 'nobody noted why'
      : `${verdict.reason}: ${dropReasons[verdict.reason]}`;
  const evidence = verdict.evidence === null ? '' : ` (${verdict.evidence})`;
  throw new EvolineFailure('not_found', `${name} is no item: it was dropped for ${why}${evidence}`);
}

async function editionIn(
  database: Database,
  editions: readonly ItemRow[],
  { name, version }: { readonly name: string; readonly version: string },
): Promise<ItemRow> {
  const { digest } = await requireDataset(database, version);
  const held = await datasetsHolding(
    database,
    editions.map((item) => item.digest),
  );
  const there = held.find((one) => one.version === digest);
  const row = editions.find((item) => item.digest === there?.itemDigest);
  if (row !== undefined) return row;
  const others = [...new Set(held.map((one) => one.version.slice(0, 12)))];
  const where = others.length === 0 ? 'no version holds it' : `it stands in ${others.join(', ')}`;
  throw new EvolineFailure(
    'not_found',
    `dataset version ${digest.slice(0, 12)} does not hold ${name}; ${where}`,
  );
}

function unknown(name: string): EvolineFailure {
  const what = readPullRequestName(name) === null ? 'item' : 'pull request';
  const message = `no ${what} ${name} was ever kept by mining; \`evoline dataset items latest\` lists items`;
  return new EvolineFailure('not_found', message);
}
