import type { MatchEngine } from '@evoline/sequence-matcher/match-engine';
import type { ChangesByPath } from './file-changes.ts';
import { hasOversizedFile } from './over-size-cap.ts';
import { PreparedFiles } from './prepared-files.ts';
import { defaultRewardCaps } from './reward-rule.ts';
import type { RewardTask } from './reward-rule.ts';
import { CharacterCounts } from './similarity-bound.ts';

/** What one item changes in one file. */
export interface UnrelatedChange {
  /** How people name the item. */
  readonly item: string;
  readonly path: string;
  readonly diff: string;
}

/** Of unrelated changes those that are most like an oracle's. */
export interface FoundChanges {
  /** By path of the oracle; empty when there is no unrelated change. */
  readonly byPath: ReadonlyMap<string, UnrelatedChange>;
  /** Changes that were looked through. */
  readonly among: number;
}

/** How much is looked through, from the first item on. */
export interface UnrelatedLimits {
  readonly changes: number;
  /** UTF-16 units of one file; an item with a longer one is passed over. */
  readonly fileCharacters: number;
  /** UTF-16 units of one diff; longer ones are passed over. */
  readonly diffCharacters: number;
  /** UTF-16 units of all of them. */
  readonly characters: number;
}

const defaultLimits: UnrelatedLimits = {
  changes: 10_000,
  fileCharacters: defaultRewardCaps.fileCharacters,
  diffCharacters: 100_000,
  characters: 64_000_000,
};

/** Changes of substance that other items make, to be held against an item that they have nothing to do with. */
export class UnrelatedChanges {
  readonly #limits: UnrelatedLimits;
  readonly #changes: (UnrelatedChange & { readonly counts: CharacterCounts })[] = [];
  readonly #diffsByItem = new Map<string, Set<string>>();
  /** Every change is looked at once, however many samples of its item there are. */
  readonly #diffs = new Set<string>();
  #characters = 0;

  constructor(limits = defaultLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#changes.length;
  }

  get isFull(): boolean {
    const { changes, characters } = this.#limits;
    return this.size >= changes || this.#characters >= characters;
  }

  /** Takes in what the pull request of an item changes. */
  add(item: string, task: RewardTask): void {
    if (hasOversizedFile(task, this.#limits)) return;
    const diffs = new Set<string>();
    for (const [path, diff] of new PreparedFiles(task).oracleChanges()) {
      diffs.add(diff);
      if (this.isFull || !this.#isNew(diff) || !hasSubstance(diff)) continue;
      this.#diffs.add(diff);
      this.#changes.push({ item, path, diff, counts: new CharacterCounts(diff) });
      this.#characters += diff.length;
    }
    this.#diffsByItem.set(item, diffs);
  }

  /**
   * For every file of an oracle the unrelated change that is most like it; of equally similar ones any, but
   * always the same. Items that share a change with the oracle are related: the same pull request again, or a
   * copy of it.
   */
  mostLike(oracle: ChangesByPath, engine: MatchEngine): FoundChanges {
    const own = [...oracle.values()];
    const related = new Set<string>();
    for (const [item, diffs] of this.#diffsByItem) {
      if (own.some((diff) => diffs.has(diff))) related.add(item);
    }
    const unrelated = this.#changes.filter(({ item }) => !related.has(item));
    const found = new Map<string, UnrelatedChange>();
    for (const [path, diff] of oracle) {
      const best = this.#mostLikeOne(diff, unrelated, engine);
      if (best !== undefined) found.set(path, best);
    }
    return { byPath: found, among: unrelated.length };
  }

  #isNew(diff: string): boolean {
    return diff.length <= this.#limits.diffCharacters && !this.#diffs.has(diff);
  }

  /** Compares in the order of what is possible at most, and stops where nothing better is possible. */
  #mostLikeOne(
    oracleDiff: string,
    changes: readonly (UnrelatedChange & { readonly counts: CharacterCounts })[],
    engine: MatchEngine,
  ): UnrelatedChange | undefined {
    const prepared = engine.prepare(oracleDiff);
    const counts = new CharacterCounts(oracleDiff);
    const bounded = changes
      .map((change) => ({ change, bound: change.counts.similarityBound(counts) }))
      .toSorted((left, right) => right.bound - left.bound);
    let best: { change: UnrelatedChange; similarity: number } | undefined;
    for (const { change, bound } of bounded) {
      if (best !== undefined && bound <= best.similarity) break;
      const similarity = prepared.ratio(change.diff);
      if (best === undefined || similarity > best.similarity) best = { change, similarity };
    }
    if (best === undefined) return undefined;
    const { item, path, diff } = best.change;
    return { item, path, diff };
  }
}

/** Whether a diff changes anything but white space. */
function hasSubstance(diff: string): boolean {
  const texts = { '-': '', '+': '' };
  for (const line of diff.split('\n')) {
    const mark = line[0];
    if (mark === '-' || mark === '+') texts[mark] += line.slice(1).replaceAll(/\s+/g, '');
  }
  return texts['-'] !== texts['+'];
}
