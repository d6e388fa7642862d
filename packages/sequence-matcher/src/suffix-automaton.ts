import type { BlockSearch, FoundBlock, Span } from './block-search.ts';

const ROOT = 0;
const NONE = -1;

/**
 * Searches by the smallest automaton of all substrings of the narrow span, which knows where each
 * first ends (Blumer et al., 1985), through which the wide span is streamed. Linear in both, whatever
 * they hold. Memory: 68 bytes per symbol of the longest narrow span so far.
 *
 * Edges are linked lists, because most states have one or two; the root's are a table.
 */
export class SuffixAutomaton implements BlockSearch {
  readonly #rootTarget: Int32Array;
  #longest = new Int32Array(0);
  #link = new Int32Array(0);
  #firstEnd = new Int32Array(0);
  #firstEdge = new Int32Array(0);
  #edgeSymbol = new Int32Array(0);
  #edgeTarget = new Int32Array(0);
  #nextEdge = new Int32Array(0);
  #stateCount = 0;
  #edgeCount = 0;
  #last = ROOT;

  constructor(symbolCount: number) {
    this.#rootTarget = new Int32Array(symbolCount).fill(NONE);
  }

  longestBlock(narrow: Span, wide: Span, prefer: 'narrow' | 'wide'): FoundBlock {
    this.#build(narrow);
    const { symbols, low, high } = wide;
    const best = { narrowStart: 0, wideStart: 0, length: 0 };
    let state = ROOT;
    let length = 0;
    for (let at = low; at < high; at += 1) {
      const symbol = symbols[at]!;
      let target = this.#target(state, symbol);
      while (target === NONE && state !== ROOT) {
        state = this.#link[state]!;
        length = this.#longest[state]!;
        target = this.#target(state, symbol);
      }
      if (target === NONE) continue;
      state = target;
      length += 1;
      if (length < best.length || (length === best.length && prefer === 'wide')) continue;
      const narrowStart = this.#firstEnd[state]! - length + 1;
      if (length === best.length && narrowStart >= best.narrowStart) continue;
      best.length = length;
      best.narrowStart = narrowStart;
      best.wideStart = at - length + 1;
    }
    return best;
  }

  #build({ symbols, low, high }: Span): void {
    this.#reserve(high - low);
    this.#rootTarget.fill(NONE);
    this.#edgeCount = 0;
    this.#stateCount = 0;
    this.#last = this.#addState(0, NONE, NONE);
    for (let at = low; at < high; at += 1) this.#extend(symbols[at]!, at);
  }

  #extend(symbol: number, at: number): void {
    const added = this.#addState(this.#longest[this.#last]! + 1, ROOT, at);
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
    const clone = this.#addState(longest, this.#link[target]!, this.#firstEnd[target]!);
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

  #addState(longest: number, link: number, firstEnd: number): number {
    const state = this.#stateCount;
    this.#stateCount += 1;
    this.#longest[state] = longest;
    this.#link[state] = link;
    this.#firstEnd[state] = firstEnd;
    this.#firstEdge[state] = NONE;
    return state;
  }

  /** At most 2n states and 3n edges exist for a window of n symbols. */
  #reserve(windowLength: number): void {
    if (this.#longest.length >= 2 * windowLength + 2) return;
    const states = 2 * windowLength + 2;
    const edges = 3 * windowLength + 2;
    this.#longest = new Int32Array(states);
    this.#link = new Int32Array(states);
    this.#firstEnd = new Int32Array(states);
    this.#firstEdge = new Int32Array(states);
    this.#edgeSymbol = new Int32Array(edges);
    this.#edgeTarget = new Int32Array(edges);
    this.#nextEdge = new Int32Array(edges);
  }
}
