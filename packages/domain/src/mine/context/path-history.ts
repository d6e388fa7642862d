import type { MainlineChange } from '@evoline/contract/git-history';
import { lookUpNames } from './file-names.ts';

/** The newest commits of the default branch that are read: what is older says little of the files of today. */
export const maxMainlineCommits = 50_000;
/** A commit that changes more files than this says nothing about which of them belong together. */
const maxFilesTogether = 30;
const maxKnownPaths = 300_000;

/**
 * Which files changed together along the default branch, and every path that it ever had, by name. Commits
 * are told by their position, the newest at 0.
 */
export class PathHistory {
  readonly #positions = new Map<string, number>();
  readonly #ids = new Map<string, number>();
  readonly #paths: string[] = [];
  /** Paths of each commit; nothing where it changed too many. */
  readonly #changed: (readonly number[])[] = [];
  /** Commits of each path, the newest first. */
  readonly #commits: number[][] = [];
  readonly #named = new Map<string, number[]>();

  /** Commits come newest first. */
  add({ commit, paths }: MainlineChange): void {
    const position = this.#changed.length;
    this.#positions.set(commit, position);
    const ids = paths.flatMap((path) => this.#idOf(path) ?? []);
    const together = paths.length <= maxFilesTogether ? ids : [];
    this.#changed.push(together);
    for (const id of together) this.#commits[id]?.push(position);
  }

  /** undefined for a commit that is not on the line, or is too old. */
  positionOf(commit: string): number | undefined {
    return this.#positions.get(commit);
  }

  /**
   * What changed together with a path in the newest `most` of its commits that are at `position` or before
   * it in time: the paths of each commit, that path included.
   */
  *changesWith(path: string, position: number, most: number): Generator<readonly string[]> {
    const id = this.#ids.get(path);
    const commits = id === undefined ? [] : (this.#commits[id] ?? []);
    let at = firstFrom(commits, position);
    for (const end = Math.min(commits.length, at + most); at < end; at += 1) {
      const together = this.#changed[commits[at] ?? -1] ?? [];
      yield together.map((other) => this.#paths[other] ?? '');
    }
  }

  /** Paths that ever had this name or stem, in lower case; the newest known first. */
  named(name: string): string[] {
    return (this.#named.get(name) ?? []).map((id) => this.#paths[id] ?? '');
  }

  #idOf(path: string): number | undefined {
    const known = this.#ids.get(path);
    if (known !== undefined || this.#paths.length >= maxKnownPaths) return known;
    const id = this.#paths.length;
    this.#ids.set(path, id);
    this.#paths.push(path);
    this.#commits.push([]);
    for (const name of lookUpNames(path)) {
      const named = this.#named.get(name);
      if (named === undefined) this.#named.set(name, [id]);
      else named.push(id);
    }
    return id;
  }
}

/** Index of the first value that is not below `least`, in ascending values. */
function firstFrom(values: readonly number[], least: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
