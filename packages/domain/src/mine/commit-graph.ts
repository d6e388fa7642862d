import type { CommitFacts } from '@evoline/contract/git-history';

/** Commits by position: the order in which they were added. */
export class CommitGraph {
  readonly #positions = new Map<string, number>();
  readonly #commits: CommitFacts[] = [];
  readonly #parents: (readonly number[])[] = [];
  readonly #generations: number[] = [];

  /** Commits may come in any order; parents that never come are treated as if there were none. */
  add(commit: CommitFacts): void {
    if (this.#positions.has(commit.id)) return;
    this.#positions.set(commit.id, this.#commits.length);
    this.#commits.push(commit);
  }

  get size(): number {
    return this.#commits.length;
  }

  has(id: string): boolean {
    return this.#positions.has(id);
  }

  /** undefined for an unknown id. */
  position(id: string): number | undefined {
    return this.#positions.get(id);
  }

  find(id: string): CommitFacts | undefined {
    const position = this.#positions.get(id);
    return position === undefined ? undefined : this.#commits[position];
  }

  at(position: number): CommitFacts {
    const commit = this.#commits[position];
    if (commit === undefined) throw new RangeError(`no commit at position ${position}`);
    return commit;
  }

  /** Positions of the parents that are known. Resolved on first use, once all commits are in. */
  parentsOf(position: number): readonly number[] {
    const known = this.#parents[position];
    if (known !== undefined) return known;
    const found = this.at(position)
      .parents.map((id) => this.#positions.get(id))
      .filter((parent) => parent !== undefined);
    this.#parents[position] = found;
    return found;
  }

  /** 1 at every position that can be reached from `tips`, tips included. */
  reachableFrom(tips: readonly number[]): Uint8Array {
    const seen = new Uint8Array(this.size);
    const waiting = [...tips];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen[at] === 1) continue;
      seen[at] = 1;
      waiting.push(...this.parentsOf(at));
    }
    return seen;
  }

  /** Whether `ancestor` can be reached from `descendant`; every commit reaches itself. */
  isAncestor(ancestor: number, descendant: number): boolean {
    const floor = this.generationOf(ancestor);
    const seen = new Set<number>();
    const waiting = [descendant];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (at === ancestor) return true;
      if (seen.has(at) || this.generationOf(at) <= floor) continue;
      seen.add(at);
      waiting.push(...this.parentsOf(at));
    }
    return false;
  }

  /** Length of the longest way to a root; larger than that of every ancestor. */
  generationOf(position: number): number {
    const waiting = [position];
    for (let at = waiting.at(-1); at !== undefined; at = waiting.at(-1)) {
      const open = this.parentsOf(at).filter((parent) => this.#generations[parent] === undefined);
      waiting.push(...open);
      if (open.length > 0) continue;
      const above = this.parentsOf(at).map((parent) => this.#generations[parent] ?? 0);
      this.#generations[at] = 1 + Math.max(0, ...above);
      waiting.pop();
    }
    return this.#generations[position] ?? 1;
  }
}
