import { CommonExtent } from './common-extent';
import { GramChains } from './gram-chains';
import { Layout } from './layout';
import { OracleIndex } from './oracle-index';
import { RunList } from './run-list';
import { Window } from './window';

/** Places compared for each symbol before there are too many runs. */
const BUDGET: i32 = 8;

/** Finds all long runs of two spans by looking at some rows only. */
export class RunSearch {
  /** Places compared that one search may still spend. */
  static budget: i32 = 0;
  static runLimit: i32 = 0;
  /** Where the spans start in their texts, for the list. */
  static rowOrigin: i32 = 0;
  static columnOrigin: i32 = 0;
  /** Rows are of b and columns of a. */
  static swapped: bool = false;

  /**
   * Lists all runs of the window of `gram + step - 1` symbols and more; false when there are too many to be worth it.
   * `index` is of the whole of b, or 0.
   */
  static list<T>(a: usize, b: usize, gram: i32, step: i32, index: usize): bool {
    const size = sizeof<T>();
    const aWidth = Window.aHigh - Window.aLow;
    const bWidth = Window.bHigh - Window.bLow;
    const aText = a + (Window.aLow as usize) * size;
    const bText = b + (Window.bLow as usize) * size;
    const bytes = gram * (size as i32);
    const head = Layout.head;
    const next = Layout.next;
    Window.threshold = gram + step - 1;
    RunSearch.budget = BUDGET * (aWidth + bWidth) + 4096;
    RunList.clear(Window.runs);
    RunSearch.swapped = false;
    RunSearch.rowOrigin = Window.aLow;
    RunSearch.columnOrigin = Window.bLow;
    if (index !== 0 && gram === OracleIndex.gram(index)) {
      const chains = OracleIndex.chains(index, bWidth - gram + 1);
      return RunSearch.collect<T>(
        aText,
        aWidth,
        bText,
        bWidth,
        OracleIndex.head(index),
        chains,
        gram,
        step,
      );
    }
    if (2 * aWidth >= bWidth) {
      GramChains.build<T>(bText, bWidth - gram + 1, bytes, head, next);
      return RunSearch.collect<T>(aText, aWidth, bText, bWidth, head, next, gram, step);
    }
    RunSearch.swapped = true;
    RunSearch.rowOrigin = Window.bLow;
    RunSearch.columnOrigin = Window.aLow;
    GramChains.build<T>(aText, aWidth - gram + 1, bytes, head, next);
    return RunSearch.collect<T>(bText, bWidth, aText, aWidth, head, next, gram, step);
  }

  /**
   * Adds every run of `gram + step - 1` symbols and more to the list: `step` following grams of it start at `step`
   * following rows, and every `step`th row is looked up in the index of the columns. A run is added where its first
   * such row is; at a later one it is known by reaching back to the row before. False when it costs too much.
   */
  static collect<T>(
    rows: usize,
    rowCount: i32,
    columns: usize,
    columnCount: i32,
    head: usize,
    next: usize,
    gram: i32,
    step: i32,
  ): bool {
    const size = sizeof<T>() as i32;
    const bits = GramChains.bits(columnCount - gram + 1);
    const threshold = gram + step - 1;
    let budget = RunSearch.budget;
    const startMask = u64.MAX_VALUE >>> (max(64 - 8 * gram * size, 0) as u64);
    RunList.reserve(RunSearch.budget + columnCount);
    let before = -1;
    for (let row = step - 1; row <= rowCount - gram; row += step) {
      const at = rows + row * size;
      const gap = row - before;
      before = row;
      const start = load<u64>(at);
      let found = load<u32>(head + (GramChains.hash(at, gram * size, bits) as usize) * 4) as i32;
      while (found !== 0) {
        const column = found - 1;
        const place = columns + column * size;
        found = load<u32>(next + (column as usize) * 4) as i32;
        budget -= 1;
        if (((load<u64>(place) ^ start) & startMask) !== 0) continue;
        const left = CommonExtent.backward<T>(at, place, min(min(gap, row), column));
        if (left === gap) continue;
        const right = CommonExtent.forward<T>(at, place, min(rowCount - row, columnCount - column));
        if (right < gram || left + right < threshold) continue;
        RunSearch.add(row - left, column - left, left + right);
      }
      if (budget < 0) return false;
    }
    return true;
  }

  static add(row: i32, column: i32, length: i32): void {
    const inRows = row + RunSearch.rowOrigin;
    const inColumns = column + RunSearch.columnOrigin;
    if (RunSearch.swapped) RunList.add(inColumns, inRows, length);
    else RunList.add(inRows, inColumns, length);
  }
}
