/** What places an item in a dataset. */
export interface ItemIdentity {
  readonly digest: string;
  readonly repository: string;
  readonly number: number;
}

/** Canonical order of items: repository by code units, then number, then digest. */
export function compareItems(a: ItemIdentity, b: ItemIdentity): number {
  return (
    compareText(a.repository, b.repository) ||
    a.number - b.number ||
    compareText(a.digest, b.digest)
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
