import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { type DatasetRow, findDataset } from '@evoline/db/queries/datasets';
import { itemsBeginning } from '@evoline/db/queries/items-beginning';
import {
  type ItemRow,
  itemsOfPullRequest,
  readPullRequestName,
} from '@evoline/db/queries/items-of-pull-request';

/** What somebody wants to revoke: every edition of a pull request, one item, or a whole version. */
export type WithdrawnSubject =
  | { readonly kind: 'items'; readonly label: string; readonly items: readonly ItemRow[] }
  | { readonly kind: 'version'; readonly label: string; readonly version: DatasetRow };

/**
 * Finds what a name means: `owner/name#7`, an address, the digest of an item or of a version or the beginning
 * of one, or an alias.
 *
 * @throws EvolineFailure not_found; input_invalid when it may mean several
 */
export async function findWithdrawn(database: Database, name: string): Promise<WithdrawnSubject> {
  const pullRequest = readPullRequestName(name);
  if (pullRequest !== null) {
    const items = await itemsOfPullRequest(database, pullRequest);
    if (items.length > 0) return itemsCalled(items);
    throw new EvolineFailure('not_found', `no pull request ${name} was ever kept by mining`);
  }
  const isDigest = /^[0-9a-f]{4,64}$/.test(name);
  const items = isDigest ? await itemsBeginning(database, name, 4) : [];
  const version = await findDataset(database, name);
  const found = [
    ...items.map((item) => `item ${item.digest.slice(0, 16)} (${nameOf(item)})`),
    ...(version === null ? [] : [`dataset version ${version.digest.slice(0, 16)}`]),
  ];
  if (found.length > 1) {
    throw new EvolineFailure('input_invalid', `${name} may mean ${found.join(', ')}`);
  }
  if (version !== null) {
    return { kind: 'version', label: `dataset version ${version.digest.slice(0, 12)}`, version };
  }
  if (items.length > 0) return itemsCalled(items);
  throw new EvolineFailure(
    'not_found',
    `there is no item and no dataset version ${name}; a pull request is named by address or as owner/name#12`,
  );
}

function itemsCalled(items: readonly ItemRow[]): WithdrawnSubject {
  const [first] = items;
  const editions = items.length === 1 ? '' : `, ${items.length} editions`;
  return { kind: 'items', label: first === undefined ? '' : `${nameOf(first)}${editions}`, items };
}

function nameOf({ repository, number }: ItemRow): string {
  return `${repository}#${number}`;
}
