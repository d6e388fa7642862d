import type { PathHistory } from './path-history.ts';

/** Commits of one file that are looked at, the newest before the base. */
const commitsOfFile = 200;
/** A file that changed once with another is not yet related to it. */
const smoothing = 0.7;

/**
 * How likely each other path changes when these do, from what changed together before: the share of the
 * commits of a changed file that touched the other too, of many files less, joined over the changed files.
 */
export function changedTogether(
  history: PathHistory,
  changed: readonly string[],
  position: number,
): Map<string, number> {
  const unlikely = new Map<string, number>();
  for (const path of changed) {
    const shares = new Map<string, number>();
    let all = smoothing;
    for (const together of history.changesWith(path, position, commitsOfFile)) {
      const weight = 1 / Math.log2(1 + together.length);
      all += weight;
      for (const other of together) shares.set(other, (shares.get(other) ?? 0) + weight);
    }
    for (const [other, share] of shares)
      unlikely.set(other, (unlikely.get(other) ?? 1) * (1 - share / all));
  }
  for (const path of changed) unlikely.delete(path);
  return new Map([...unlikely].map(([path, value]) => [path, 1 - value]));
}
