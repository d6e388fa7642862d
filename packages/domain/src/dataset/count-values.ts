/** How often each value occurs, the most frequent first, then by name; null counts as `unknown`. */
export function countValues<T>(
  items: Iterable<T>,
  valueOf: (item: T) => string | null,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const value = valueOf(item) ?? 'unknown';
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}
