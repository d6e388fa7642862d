import type { Alphabet } from './alphabet.ts';

const ROOT = 0;
const NONE = -1;

/**
 * Tells how long the longest common block is by the smallest automaton of all substrings of one side (Blumer et al.,
 * 1985), through which the other is streamed. Linear in both, whatever they hold. Memory: 56 bytes per symbol of the
 * longest side so far.
 *
 * Edges are linked lists, because most states have one or two; the root's are a table.
 */
export class SuffixAutomaton {
  #rootTarget = new Int32Array(0);
  #longest = new Int32Array(0);
  #link = new Int32Array(0);
  #firstEdge = new Int32Array(0);
  #edgeSymbol = new Int32Array(0);
  #edgeTarget = new Int32Array(0);
  #nextEdge = new Int32Array(0);
  #stateCount = 0;
  #edgeCount = 0;
  #last = ROOT;

  /** Length of the longest common block of two stretches of packed texts. */
  longest(
    a: Int32Array,
    aLow: number,
    aHigh: number,
    b: Int32Array,
    bLow: number,
    bHigh: number,
    { symbolCount, symbolMask }: Alphabet,
  ): number {
    this.#reserve(bHigh - bLow, symbolCount);
    this.#edgeCount = 0;
    this.#stateCount = 0;
    this.#last = this.#addState(0, NONE);
    for (let at = bLow; at < bHigh; at += 1) this.#extend(b[at]! & symbolMask);
    let longest = 0;
    let state = ROOT;
    let length = 0;
    for (let at = aLow; at < aHigh; at += 1) {
      const symbol = a[at]! & symbolMask;
      let target = this.#target(state, symbol);
      while (target === NONE && state !== ROOT) {
        state = this.#link[state]!;
        length = this.#longest[state]!;
        target = this.#target(state, symbol);
      }
      if (target === NONE) continue;
      state = target;
      length += 1;
      if (length > longest) longest = length;
    }
    return longest;
  }

  #extend(symbol: number): void {
    const added = this.#addState(this.#longest[this.#last]! + 1, ROOT);
    let state = this.#last;
    this.#last = added;
    let target = this.#target(state, symbol);
    while (target === NONE) {
      this.#addEdge(state, symbol, added);
      state = this.#link[state]!;
      if (state === NONE) return;
      target = this.#target(state, symbol);
    }
    const longest = this.#longest[state]! + 1;
    this.#link[added] =
      this.#longest[target] === longest ? target : this.#split(state, symbol, target, longest);
  }

  /** Gives the suffixes of `target` up to length `longest` a state of their own. */
  #split(from: number, symbol: number, target: number, longest: number): number {
    const clone = this.#addState(longest, this.#link[target]!);
    for (let edge = this.#firstEdge[target]!; edge !== NONE; edge = this.#nextEdge[edge]!) {
      this.#addEdge(clone, this.#edgeSymbol[edge]!, this.#edgeTarget[edge]!);
    }
    for (let state = from; state !== NONE; state = this.#link[state]!) {
      if (!this.#redirect(state, symbol, target, clone)) break;
    }
    this.#link[target] = clone;
    return clone;
  }

  #target(state: number, symbol: number): number {
    if (state === ROOT) return this.#rootTarget[symbol]!;
    let edge = this.#firstEdge[state]!;
    while (edge !== NONE && this.#edgeSymbol[edge] !== symbol) edge = this.#nextEdge[edge]!;
    return edge === NONE ? NONE : this.#edgeTarget[edge]!;
  }

  #redirect(state: number, symbol: number, from: number, to: number): boolean {
    if (state === ROOT) {
      if (this.#rootTarget[symbol] !== from) return false;
      this.#rootTarget[symbol] = to;
      return true;
    }
    let edge = this.#firstEdge[state]!;
    while (edge !== NONE && this.#edgeSymbol[edge] !== symbol) edge = this.#nextEdge[edge]!;
    if (edge === NONE || this.#edgeTarget[edge] !== from) return false;
    this.#edgeTarget[edge] = to;
    return true;
  }

  #addEdge(state: number, symbol: number, target: number): void {
    if (state === ROOT) {
      this.#rootTarget[symbol] = target;
      return;
    }
    const edge = this.#edgeCount;
    this.#edgeCount += 1;
    this.#edgeSymbol[edge] = symbol;
    this.#edgeTarget[edge] = target;
    this.#nextEdge[edge] = this.#firstEdge[state]!;
    this.#firstEdge[state] = edge;
  }

  #addState(longest: number, link: number): number {
    const state = this.#stateCount;
    this.#stateCount += 1;
    this.#longest[state] = longest;
    this.#link[state] = link;
    this.#firstEdge[state] = NONE;
    return state;
  }

  /** At most 2n states and 3n edges exist for a window of n symbols. */
  #reserve(windowLength: number, symbolCount: number): void {
    if (this.#rootTarget.length < symbolCount) this.#rootTarget = new Int32Array(symbolCount);
    this.#rootTarget.fill(NONE, 0, symbolCount);
    if (this.#longest.length >= 2 * windowLength + 2) return;
    const states = 2 * windowLength + 2;
    const edges = 3 * windowLength + 2;
    this.#longest = new Int32Array(states);
    this.#link = new Int32Array(states);
    this.#firstEdge = new Int32Array(states);
    this.#edgeSymbol = new Int32Array(edges);
    this.#edgeTarget = new Int32Array(edges);
    this.#nextEdge = new Int32Array(edges);
  }
}
