import type { FreezeDatasetConfig } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import type { OptOut } from '@evoline/contract/withdrawal';
import type { Database } from '@evoline/db/open-database';
import { frozenItems } from '@evoline/db/queries/dataset-items';
import { datasetsByDigest } from '@evoline/db/queries/datasets';
import { standingOptOuts } from '@evoline/db/queries/opt-outs';
import { renamedRepositoryNames } from '@evoline/db/queries/repository-names';
import { revocationsOf, revokedDigests } from '@evoline/db/queries/revocations';
import { withdrawItems } from '@evoline/domain/dataset/withdraw-items';
import { winnowItems, type WinnowedItems } from '@evoline/domain/dataset/winnow-items';
import { type CurrentItem, readCurrentItems } from './read-current-items.ts';

/** The items of a version to be, in their splits, and who was opted out when they were chosen. */
export interface ChosenItems extends WinnowedItems<CurrentItem> {
  readonly optOuts: readonly OptOut[];
}

/**
 * Chooses from everything mined by the recipe or, with `from`, from the items of that version.
 *
 * @throws EvolineFailure nothing_to_work_on when nothing is left; input_invalid when a split that was asked
 *   for gets nothing
 */
export async function chooseItems(
  database: Database,
  config: FreezeDatasetConfig,
): Promise<ChosenItems> {
  const optOuts = await standingOptOuts(database);
  const chosen =
    config.from === null
      ? await chooseCurrent(database, config, optOuts)
      : await chooseFrom(database, config.from, optOuts);
  if (chosen.items.length > 0) return { ...chosen, optOuts };
  throw new EvolineFailure('nothing_to_work_on', nothingLeft(config, chosen.funnel));
}

async function chooseCurrent(
  database: Database,
  { recipe, asOf }: FreezeDatasetConfig,
  optOuts: readonly OptOut[],
): Promise<WinnowedItems<CurrentItem>> {
  const current = await readCurrentItems(database, recipe.repositories);
  const revoked = await revokedAmong(database, current.items);
  const renamed = await renamedRepositoryNames(database);
  return winnowItems(current, { recipe, asOf, optOuts, renamed, revoked });
}

async function chooseFrom(
  database: Database,
  from: string,
  optOuts: readonly OptOut[],
): Promise<WinnowedItems<CurrentItem>> {
  const [version] = await datasetsByDigest(database, [from]);
  if (version === undefined) {
    throw new EvolineFailure('not_found', `from: there is no dataset version ${from}`);
  }
  const rows = await frozenItems(database, from);
  const items = rows.map((row) => ({ ...row, signature: null }));
  const revoked = await revokedAmong(database, items);
  const renamed = await renamedRepositoryNames(database);
  return withdrawItems({ items, funnel: version.funnel }, { optOuts, renamed, revoked });
}

/** Those of the items that were revoked, with the reason of each. */
async function revokedAmong(
  database: Database,
  items: readonly { readonly digest: string }[],
): Promise<ReadonlyMap<string, string>> {
  const all = await revokedDigests(database);
  const own = items.filter(({ digest }) => all.has(digest)).map(({ digest }) => digest);
  const rows = own.length === 0 ? [] : await revocationsOf(database, own);
  return new Map(rows.map(({ itemDigest, reason }) => [itemDigest, reason]));
}

function nothingLeft(
  { recipe, from }: FreezeDatasetConfig,
  funnel: Readonly<Record<string, number>>,
): string {
  if (from !== null) {
    return `Every item of dataset version ${from.slice(0, 12)} was revoked or has opted out: nothing is left to freeze.`;
  }
  const names = recipe.repositories.join(', ');
  const reasons = Object.entries(funnel).filter(([name]) => name !== 'seen' && name !== 'kept');
  const counted = reasons.map(([reason, count]) => `${reason} ${count}`).join(', ');
  const dropped = counted === '' ? '' : ` (${funnel['seen'] ?? 0} seen: ${counted})`;
  return `No pull request of ${names} is kept${dropped}. Start minePullRequests first.`;
}
