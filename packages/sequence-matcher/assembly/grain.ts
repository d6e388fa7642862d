/** Tuned on the diffs of real histories. */
const LONG_SPAN: i32 = 2500;
const VERY_LONG_SPAN: i32 = 20000;
/** Grams of n symbols abound where there are more than n² times as many positions. */
const CROWD: i32 = 32;
const COARSEST: i32 = 23;

/**
 * How fine a search is: it finds runs of `threshold` symbols and more, which contain one of every `step` grams when
 * `gram + step - 1` is the threshold. Thresholds are 2, 5, 11, 23, 47, …, and 1; others only between too many and none.
 */
export class Grain {
  /** The threshold to begin with. Many runs are found at once when it is low, few too many when it is high. */
  static first(narrow: i32, bound: i32): i32 {
    const threshold =
      narrow < LONG_SPAN ? COARSEST : narrow < VERY_LONG_SPAN ? 2 * COARSEST + 1 : 4 * COARSEST + 3;
    return Grain.under(threshold, bound);
  }

  /** The coarsest threshold that is not above the bound, at most the one given. */
  static under(threshold: i32, bound: i32): i32 {
    while (threshold > bound) threshold = (threshold - 1) >>> 1;
    return max(threshold, 1);
  }

  /** The threshold to try when there are too many runs of `tooMany` symbols (0: not known) and none above the bound. */
  static next(tooMany: i32, bound: i32): i32 {
    if (tooMany === 0) return Grain.under(COARSEST * 16 + 15, bound);
    const up = 4 * tooMany + 3;
    return up <= bound ? up : (tooMany + bound + 1) >>> 1;
  }

  /** A third of the threshold, so that few rows are looked at; twice that in long texts, where short grams abound. */
  static gram(threshold: i32, columns: i32): i32 {
    const third = (threshold + 1) / 3;
    return max(columns < CROWD * third * third ? third : min(2 * third, threshold), 1);
  }
}
