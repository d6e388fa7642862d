import { CommonExtent } from './common-extent';
import { Grain } from './grain';
import { GramChains } from './gram-chains';
import { Layout } from './layout';
import { OracleIndex } from './oracle-index';
import { RunList } from './run-list';
import { TieSweep } from './tie-sweep';
import { Window } from './window';

/** Places compared for each symbol before there are too many runs. */
const BUDGET: i32 = 2;
/** From this threshold on, grams nearly as long are tried where there are too many runs. */
const ROLLED_FROM: i32 = 64;

/** Finds all long runs of two spans by looking at some rows only. */
export class RunSearch {
  /** Where the spans start in their texts, for the list. */
  static rowOrigin: i32 = 0;
  static columnOrigin: i32 = 0;
  /** Rows are of b and columns of a. */
  static swapped: bool = false;
  /** The index is by rolling hashes, in which all of a long gram takes part. */
  static rolled: bool = false;

  /**
   * Lists all runs of the window of `threshold` symbols and more; false when there are too many to be worth it.
   * `index` is of the whole of b, or 0.
   */
  static list<T>(a: usize, b: usize, threshold: i32, index: usize): bool {
    const size = sizeof<T>();
    const aWidth = Window.aHigh - Window.aLow;
    const bWidth = Window.bHigh - Window.bLow;
    const aText = a + (Window.aLow as usize) * size;
    const bText = b + (Window.bLow as usize) * size;
    Window.threshold = threshold;
    if (index !== 0 && OracleIndex.gram(index) <= threshold) {
      const gram = OracleIndex.gram(index);
      const chains = OracleIndex.chains(index, bWidth - gram + 1);
      RunSearch.begin(false);
      const head = OracleIndex.head(index);
      if (RunSearch.collect<T>(aText, aWidth, bText, bWidth, head, chains, gram)) return true;
    }
    const swapped = aWidth < bWidth;
    const rows = swapped ? bText : aText;
    const columns = swapped ? aText : bText;
    const rowCount = swapped ? bWidth : aWidth;
    const columnCount = swapped ? aWidth : bWidth;
    let gram = Grain.gram(threshold, columnCount);
    if (Window.crowded > 0 && threshold >= ROLLED_FROM) gram = threshold;
    for (; gram < threshold || threshold < ROLLED_FROM; gram *= 2) {
      if (gram > threshold) return false;
      RunSearch.begin(swapped);
      const bytes = gram * (size as i32);
      GramChains.build<T>(columns, columnCount - gram + 1, bytes, Layout.head, Layout.next);
      if (
        RunSearch.collect<T>(rows, rowCount, columns, columnCount, Layout.head, Layout.next, gram)
      )
        return true;
    }
    RunSearch.begin(swapped);
    RunSearch.rolled = true;
    gram = threshold - (threshold >>> 4);
    TieSweep.index<T>(columns, columnCount, gram);
    return RunSearch.collect<T>(
      rows,
      rowCount,
      columns,
      columnCount,
      Layout.head,
      Layout.next,
      gram,
    );
  }

  static begin(swapped: bool): void {
    RunList.clear(Window.runs);
    RunSearch.swapped = swapped;
    RunSearch.rolled = false;
    RunSearch.rowOrigin = swapped ? Window.bLow : Window.aLow;
    RunSearch.columnOrigin = swapped ? Window.aLow : Window.bLow;
  }

  /**
   * Adds every run of the threshold and more to the list: `threshold - gram + 1` following grams of it start at as many
   * following rows, and one row of as many is looked up in the index of the columns. A run is added where its first
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
  ): bool {
    const size = sizeof<T>() as i32;
    const bits = GramChains.bits(columnCount - gram + 1);
    const mask = GramChains.mask(gram * size);
    const threshold = Window.threshold;
    const step = threshold - gram + 1;
    const limit = BUDGET * (rowCount + columnCount) + 4096;
    let budget = limit;
    RunList.reserve(limit + columnCount);
    let before = -1;
    for (let row = step - 1; row <= rowCount - gram; row += step) {
      const at = rows + row * size;
      const gap = row - before;
      before = row;
      const slot = RunSearch.rolled
        ? TieSweep.slot(TieSweep.hash<T>(at, gram))
        : head + (GramChains.hash(at, gram * size, mask, bits) as usize) * 4;
      let found = load<u32>(slot) as i32;
      while (found !== 0 && budget >= 0) {
        const column = found - 1;
        const place = columns + column * size;
        found = load<u32>(next + (column as usize) * 4) as i32;
        budget -= 1;
        const back = min(row, column);
        const ahead = min(rowCount - row, columnCount - column);
        if (!RunSearch.promises<T>(at, place, min(gap, back), ahead, gap, threshold)) continue;
        const left = CommonExtent.backward<T>(at, place, min(gap, back));
        if (left === gap) continue;
        const right = CommonExtent.forward<T>(at, place, ahead);
        budget -= right >>> 5;
        if (left + right < threshold) continue;
        RunSearch.add(row - left, column - left, left + right);
      }
      if (budget < 0) return false;
    }
    return true;
  }

  /**
   * Whether a run of the threshold may lie here that was not seen at the row before. Judged without branches by the
   * sixteen symbols on both sides, because most places hold a short run and cannot be told apart beforehand.
   */
  @inline
  static promises<T>(
    at: usize,
    place: usize,
    back: i32,
    ahead: i32,
    gap: i32,
    threshold: i32,
  ): bool {
    if (ASC_FEATURE_SIMD && sizeof<T>() === 1) {
      const right = min(ctz(~i8x16.bitmask(i8x16.eq(v128.load(at), v128.load(place)))), ahead);
      const left = min(
        clz(~(i8x16.bitmask(i8x16.eq(v128.load(at - 16), v128.load(place - 16))) << 16)),
        back,
      );
      const isLong = i32(left + right >= threshold) | i32(left === 16) | i32(right === 16);
      return (i32(left < gap) & isLong) !== 0;
    }
    return load<T>(at) === load<T>(place);
  }

  static add(row: i32, column: i32, length: i32): void {
    const inRows = row + RunSearch.rowOrigin;
    const inColumns = column + RunSearch.columnOrigin;
    if (RunSearch.swapped) RunList.add(inColumns, inRows, length);
    else RunList.add(inRows, inColumns, length);
  }
}
