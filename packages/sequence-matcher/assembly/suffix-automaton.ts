import { Layout } from './layout';
import { RunList } from './run-list';
import { Window } from './window';

/** Longest length, suffix link, first end, first edge. */
const STATE_BYTES: usize = 16;
const LINK: usize = 4;
const FIRST_END: usize = 8;
const FIRST_EDGE: usize = 12;
/** Symbol, target, next edge. */
const EDGE_BYTES: usize = 12;
const TARGET: usize = 4;
const NEXT_EDGE: usize = 8;

/**
 * The smallest automaton of all substrings of the window's part of b, which knows where each first ends (Blumer et
 * al., 1985); the part of a is streamed through it. Linear in both, whatever they hold. It lies beyond the lists of
 * runs while it works: 68 bytes per symbol. States are addresses, 0 is none; edges are linked lists, because most
 * states have one or two, but those of the root are a table.
 */
export class SuffixAutomaton {
  static root: usize = 0;
  static rootTargets: usize = 0;
  static stateEnd: usize = 0;
  static edgeEnd: usize = 0;
  static last: usize = 0;

  /** Leaves the window's longest block in it (of several the first in a, then in b); its length is 0 if there is none. */
  static search<T>(a: usize, b: usize): void {
    const size = sizeof<T>();
    SuffixAutomaton.start<T>(Window.bHigh - Window.bLow);
    for (let at = Window.bLow; at < Window.bHigh; at += 1) {
      SuffixAutomaton.extend(load<T>(b + (at as usize) * size) as u32, at);
    }
    let state = SuffixAutomaton.root;
    let length = 0;
    Window.length = 0;
    for (let at = Window.aLow; at < Window.aHigh; at += 1) {
      const symbol = load<T>(a + (at as usize) * size) as u32;
      let target = SuffixAutomaton.target(state, symbol);
      while (target === 0 && state !== SuffixAutomaton.root) {
        state = load<u32>(state, LINK) as usize;
        length = load<i32>(state);
        target = SuffixAutomaton.target(state, symbol);
      }
      if (target === 0) continue;
      state = target;
      length += 1;
      if (length <= Window.length) continue;
      Window.length = length;
      Window.aStart = at - length + 1;
      Window.bStart = load<i32>(state, FIRST_END) - length + 1;
    }
  }

  static start<T>(symbols: i32): void {
    const rootBytes: usize = 4 << (8 * sizeof<T>());
    const count = symbols as usize;
    SuffixAutomaton.rootTargets = RunList.end();
    const states = SuffixAutomaton.rootTargets + rootBytes;
    const edges = states + (2 * count + 2) * STATE_BYTES;
    Layout.ensure(edges + (3 * count + 2) * EDGE_BYTES);
    memory.fill(SuffixAutomaton.rootTargets, 0, rootBytes);
    SuffixAutomaton.stateEnd = states;
    SuffixAutomaton.edgeEnd = edges;
    SuffixAutomaton.root = SuffixAutomaton.addState(0, 0, -1);
    SuffixAutomaton.last = SuffixAutomaton.root;
  }

  static extend(symbol: u32, at: i32): void {
    const added = SuffixAutomaton.addState(
      load<i32>(SuffixAutomaton.last) + 1,
      SuffixAutomaton.root,
      at,
    );
    let state = SuffixAutomaton.last;
    SuffixAutomaton.last = added;
    let target = SuffixAutomaton.target(state, symbol);
    while (target === 0) {
      SuffixAutomaton.addEdge(state, symbol, added);
      state = load<u32>(state, LINK) as usize;
      if (state === 0) return;
      target = SuffixAutomaton.target(state, symbol);
    }
    const longest = load<i32>(state) + 1;
    const suffix =
      load<i32>(target) === longest
        ? target
        : SuffixAutomaton.split(state, symbol, target, longest);
    store<u32>(added, suffix as u32, LINK);
  }

  /** Gives the suffixes of `target` up to length `longest` a state of their own. */
  static split(from: usize, symbol: u32, target: usize, longest: i32): usize {
    const link = load<u32>(target, LINK) as usize;
    const clone = SuffixAutomaton.addState(longest, link, load<i32>(target, FIRST_END));
    let edge = load<u32>(target, FIRST_EDGE) as usize;
    while (edge !== 0) {
      SuffixAutomaton.addEdge(clone, load<u32>(edge), load<u32>(edge, TARGET) as usize);
      edge = load<u32>(edge, NEXT_EDGE) as usize;
    }
    store<u32>(target, clone as u32, LINK);
    let state = from;
    while (state !== 0 && SuffixAutomaton.redirect(state, symbol, target, clone)) {
      state = load<u32>(state, LINK) as usize;
    }
    return clone;
  }

  @inline
  static edgeOf(state: usize, symbol: u32): usize {
    let edge = load<u32>(state, FIRST_EDGE) as usize;
    while (edge !== 0 && load<u32>(edge) !== symbol) edge = load<u32>(edge, NEXT_EDGE) as usize;
    return edge;
  }

  static target(state: usize, symbol: u32): usize {
    if (state === SuffixAutomaton.root) {
      return load<u32>(SuffixAutomaton.rootTargets + (symbol as usize) * 4) as usize;
    }
    const edge = SuffixAutomaton.edgeOf(state, symbol);
    return edge !== 0 ? (load<u32>(edge, TARGET) as usize) : 0;
  }

  static redirect(state: usize, symbol: u32, from: usize, to: usize): bool {
    let place = SuffixAutomaton.rootTargets + (symbol as usize) * 4;
    if (state !== SuffixAutomaton.root) {
      const edge = SuffixAutomaton.edgeOf(state, symbol);
      if (edge === 0) return false;
      place = edge + TARGET;
    }
    if ((load<u32>(place) as usize) !== from) return false;
    store<u32>(place, to as u32);
    return true;
  }

  static addEdge(state: usize, symbol: u32, target: usize): void {
    if (state === SuffixAutomaton.root) {
      store<u32>(SuffixAutomaton.rootTargets + (symbol as usize) * 4, target as u32);
      return;
    }
    const edge = SuffixAutomaton.edgeEnd;
    SuffixAutomaton.edgeEnd = edge + EDGE_BYTES;
    store<u32>(edge, symbol);
    store<u32>(edge, target as u32, TARGET);
    store<u32>(edge, load<u32>(state, FIRST_EDGE), NEXT_EDGE);
    store<u32>(state, edge as u32, FIRST_EDGE);
  }

  static addState(longest: i32, link: usize, firstEnd: i32): usize {
    const state = SuffixAutomaton.stateEnd;
    SuffixAutomaton.stateEnd = state + STATE_BYTES;
    store<i32>(state, longest);
    store<u32>(state, link as u32, LINK);
    store<i32>(state, firstEnd, FIRST_END);
    store<u32>(state, 0, FIRST_EDGE);
    return state;
  }
}
