import type { DatasetChanges, PlacedItem, Split } from '@evoline/contract/dataset';

type Item = PlacedItem;

/** What changed from one dataset version to another, each list in canonical order. */
export interface DatasetDiff {
  readonly added: readonly Item[];
  readonly removed: readonly Item[];
  /** The same pull request with other content. */
  readonly edited: readonly { readonly before: Item; readonly after: Item }[];
  /** The same content in another split. */
  readonly moved: readonly { readonly item: Item; readonly from: Split }[];
  /** The same content in the same split, of a repository that has another name now. */
  readonly renamed: readonly Item[];
}

/** The name that a repository has today, for one that it had. */
export type TodaysName = (repository: string) => string;

/**
 * Compares two versions: items by digest first, then what is left by pull request.
 *
 * @param before in canonical order, as `after`
 */
export function diffDatasets(
  before: readonly Item[],
  after: readonly Item[],
  todaysName: TodaysName = (name) => name,
): DatasetDiff {
  const old = new Map(before.map((item) => [item.digest, item]));
  const fresh: Item[] = [];
  const moved: { item: Item; from: Split }[] = [];
  const renamed: Item[] = [];
  for (const item of after) {
    const known = old.get(item.digest);
    if (known === undefined) {
      fresh.push(item);
      continue;
    }
    old.delete(item.digest);
    if (known.split !== item.split) moved.push({ item, from: known.split });
    else if (known.repository !== item.repository) renamed.push(item);
  }
  const gone = before.filter((item) => old.has(item.digest));
  return { ...pairEditions(gone, fresh, todaysName), moved, renamed };
}

/** How many pull requests came, went, were edited and changed their split. */
export function countChanges(diff: DatasetDiff): DatasetChanges {
  const { added, removed, edited, moved } = diff;
  return {
    added: added.length,
    removed: removed.length,
    edited: edited.length,
    moved: moved.length,
  };
}

function pairEditions(
  gone: readonly Item[],
  fresh: readonly Item[],
  todaysName: TodaysName,
): Pick<DatasetDiff, 'added' | 'removed' | 'edited'> {
  const keyOf = ({ repository, number }: Item) =>
    pullRequestKey({ repository: todaysName(repository), number });
  const goneByKey = new Map(gone.map((item) => [keyOf(item), item]));
  const added: Item[] = [];
  const edited: { before: Item; after: Item }[] = [];
  for (const after of fresh) {
    const before = goneByKey.get(keyOf(after));
    if (before === undefined) added.push(after);
    else edited.push({ before, after });
  }
  const replaced = new Set(edited.map(({ before }) => before.digest));
  return { added, edited, removed: gone.filter((item) => !replaced.has(item.digest)) };
}

/** `owner/name#7` */
export function pullRequestKey({
  repository,
  number,
}: Pick<Item, 'repository' | 'number'>): string {
  return `${repository}#${number}`;
}
