import { Found } from './found';
import { Grain } from './grain';
import { RunList } from './run-list';
import { RunSearch } from './run-search';
import { SmallWindow } from './small-window';
import { SuffixAutomaton } from './suffix-automaton';
import { TieSweep } from './tie-sweep';
import { Window } from './window';
import { WindowSplit } from './window-split';
import { WindowStack } from './window-stack';

/** difflib's recursion over two texts of symbols of type T. */
export class Recursion {
  static a: usize = 0;
  static b: usize = 0;
  /** An index of the whole of b, made before; 0 if there is none. */
  static oracleIndex: usize = 0;

  static run<T>(): void {
    while (WindowStack.pop()) {
      if (Window.runCount === 0 && !Recursion.search<T>()) continue;
      Found.add(Window.aStart, Window.bStart, Window.length);
      WindowSplit.push();
    }
  }

  /** Finds the longest block; false when there is none, or when the window has been solved to its end. */
  static search<T>(): bool {
    const aWidth = Window.aHigh - Window.aLow;
    const bWidth = Window.bHigh - Window.bLow;
    const bound = min(Window.bound, min(aWidth, bWidth));
    if (aWidth === 1 || bWidth === 1) return Recursion.scan<T>();
    if (SmallWindow.fits(aWidth, bWidth, bound)) return Recursion.small<T>(aWidth, bWidth, bound);
    return Recursion.list<T>(aWidth, bWidth, bound);
  }

  /**
   * Lists runs, shorter ones until there are some. Where there are too many of them, it looks for longer ones only; if
   * there is nothing between too many and none, the automaton finds the block. False when nothing is left to do.
   */
  static list<T>(aWidth: i32, bWidth: i32, bound: i32): bool {
    const index = Recursion.oracleIndex;
    Recursion.oracleIndex = 0;
    let tooMany = 0;
    let threshold = Grain.first(min(aWidth, bWidth), bound);
    if (Window.crowded >= threshold) threshold = Grain.next(min(Window.crowded, bound), bound);
    while (threshold > tooMany + (tooMany >>> 4)) {
      if (RunSearch.list<T>(Recursion.a, Recursion.b, threshold, index)) {
        if (Window.runCount > 0) return true;
        bound = threshold - 1;
        if (bound === 0) return false;
        if (SmallWindow.fits(aWidth, bWidth, bound))
          return Recursion.small<T>(aWidth, bWidth, bound);
      } else {
        tooMany = threshold;
        Window.crowded = threshold;
      }
      threshold = Grain.next(tooMany, bound);
    }
    return Recursion.sweep<T>();
  }

  static sweep<T>(): bool {
    RunList.clear(Window.runs);
    SuffixAutomaton.search<T>(Recursion.a, Recursion.b);
    if (Window.length > 0) TieSweep.taken<T>(Recursion.a, Recursion.b);
    return false;
  }

  static small<T>(aWidth: i32, bWidth: i32, bound: i32): bool {
    SmallWindow.solve<T>(Recursion.a, Window.aLow, aWidth, Recursion.b, Window.bLow, bWidth, bound);
    return false;
  }

  /** One side is a single symbol. */
  static scan<T>(): bool {
    const size = sizeof<T>();
    for (let i = Window.aLow; i < Window.aHigh; i += 1) {
      const symbol = load<T>(Recursion.a + (i as usize) * size);
      for (let j = Window.bLow; j < Window.bHigh; j += 1) {
        if (load<T>(Recursion.b + (j as usize) * size) !== symbol) continue;
        Found.add(i, j, 1);
        return false;
      }
    }
    return false;
  }
}
