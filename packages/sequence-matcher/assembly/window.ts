/**
 * The window looked at: a[aLow, aHigh) against b[bLow, bHigh), and what is known of it. With
 * `runCount > 0` all its runs of `threshold` symbols and more are listed at `runs`, and
 * (`length`, `aStart`, `bStart`) is its longest block.
 */
export class Window {
  static aLow: i32 = 0;
  static aHigh: i32 = 0;
  static bLow: i32 = 0;
  static bHigh: i32 = 0;
  /** No common block is longer. */
  static bound: i32 = 0;
  /** Around here there were too many runs of so many symbols; 0 if not. */
  static crowded: i32 = 0;
  static runs: usize = 0;
  static runCount: i32 = 0;
  static threshold: i32 = 0;
  static length: i32 = 0;
  static aStart: i32 = 0;
  static bStart: i32 = 0;
}
