import type { DatasetManifest, DatasetRecipe, PlacedItem } from '@evoline/contract/dataset';
import type { ExplainedChange } from './explain-changes.ts';

/** What a version is stored as: its own rows over those of another, or all of its items. */
export interface StoredChanges {
  readonly deltaOf: string | null;
  readonly manifest: DatasetManifest;
  readonly rows: readonly ExplainedChange[];
}

export interface FrozenVersion {
  readonly digest: string;
  readonly recipe: DatasetRecipe;
  /** In canonical order. */
  readonly items: readonly PlacedItem[];
}

/**
 * Stores a version as what differs from its parent, as long as all deltas back to a whole version are at most
 * half of it together: reading a version never costs more than one and a half of it. Else all items, with
 * the reasons of what came, left or changed all the same.
 *
 * @param changes from the parent to the version, in canonical order
 * @param parent null when there is none; `deltaRows`: of it and those before, back to a whole version
 */
export function storedChanges(
  { digest, recipe, items }: FrozenVersion,
  changes: readonly ExplainedChange[],
  parent: { readonly digest: string; readonly deltaRows: number } | null,
): StoredChanges {
  const head = { format: 'evoline.dataset.v2' as const, digest, recipe };
  if (parent !== null && parent.deltaRows + changes.length <= items.length / 2) {
    const places = changes.map(({ itemDigest, repository, number, split }) => ({
      digest: itemDigest,
      repository,
      number,
      split,
    }));
    const deltaOf = parent.digest;
    return { deltaOf, manifest: { ...head, deltaOf, changes: places }, rows: changes };
  }
  const manifest = { ...head, deltaOf: null, changes: [...items] };
  return { deltaOf: null, manifest, rows: wholeRows(items, changes) };
}

function wholeRows(
  items: readonly PlacedItem[],
  changes: readonly ExplainedChange[],
): ExplainedChange[] {
  const changed = new Map(changes.map((row) => [row.itemDigest, row]));
  const rows = items.map(({ digest: itemDigest, repository, number, split }) => {
    const known = changed.get(itemDigest);
    return known ?? { itemDigest, repository, number, split, reason: null, evidence: null };
  });
  return [...rows, ...changes.filter((row) => row.split === null)];
}
