import type { CommitFacts } from '@evoline/contract/git-history';
import type { CommitGraph } from './commit-graph.ts';

/** A row of commits on the default branch that are copies of a pull request's own. */
export interface RebasedRow {
  /** The copy of the head. */
  readonly landed: CommitFacts;
  /** The copy of the first own commit. */
  readonly first: string;
  /** What the default branch was before the row. */
  readonly baseTip: string;
}

/** A pull request of more commits is not looked for. */
const maxOwnCommits = 1_000;

/** Finds again, on the default branch, the commits of pull requests that landed by rebase. */
export class RebasedHeads {
  readonly #graph: CommitGraph;
  readonly #isLanded: Uint8Array;
  /** Positions on the default branch by what a rebase leaves as it was. */
  readonly #copies = new Map<string, number[]>();

  constructor(graph: CommitGraph, head: string) {
    this.#graph = graph;
    const tip = graph.position(head);
    this.#isLanded = graph.reachableFrom(tip === undefined ? [] : [tip]);
    for (let at = 0; at < graph.size; at += 1) {
      if (this.#isLanded[at] !== 1 || graph.at(at).parents.length !== 1) continue;
      const key = keyOf(graph.at(at));
      this.#copies.set(key, [...(this.#copies.get(key) ?? []), at]);
    }
  }

  /** null when the head is no copy, or is itself on the default branch. */
  find(head: string): RebasedRow | null {
    const at = this.#graph.position(head);
    if (at === undefined || this.#isLanded[at] === 1) return null;
    const own = this.#ownCommits(at).map((position) => keyOf(this.#graph.at(position)));
    const copies = own.flatMap((key) => this.#copies.get(key) ?? []);
    // The copy of the last commit is the one that no other copy stands on.
    for (const copy of copies) {
      const row = this.#rowDownFrom(copy, own);
      if (row !== null) return row;
    }
    return null;
  }

  /** Commits that the default branch does not have, without merges of it into the pull request. */
  #ownCommits(head: number): number[] {
    const seen = new Set<number>();
    const waiting = [head];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at) || this.#isLanded[at] === 1 || seen.size > maxOwnCommits) continue;
      seen.add(at);
      waiting.push(...this.#graph.parentsOf(at));
    }
    return [...seen].filter((at) => this.#graph.at(at).parents.length === 1);
  }

  /** As many commits in a row as the pull request has, each a copy of another one of them. */
  #rowDownFrom(copy: number, own: readonly string[]): RebasedRow | null {
    const rest = new Set(own);
    for (let at = copy; ;) {
      const commit = this.#graph.at(at);
      const base = this.#graph.parentsOf(at)[0];
      if (base === undefined || commit.parents.length !== 1 || !rest.delete(keyOf(commit)))
        return null;
      if (rest.size === 0) {
        return { landed: this.#graph.at(copy), first: commit.id, baseTip: this.#graph.at(base).id };
      }
      at = base;
    }
  }
}

function keyOf({ author, authoredAt, message }: CommitFacts): string {
  return `${authoredAt}\0${author}\0${message}`;
}
