const G8: i32 = 2500;
const G16: i32 = 20000;

export class FirstGram {
  /** The gram to begin with: the longer the texts, the rarer it must be. */
  static of(narrow: i32, bound: i32): i32 {
    return FirstGram.shorter(narrow < G8 ? 8 : narrow < G16 ? 16 : 32, bound);
  }

  /** A gram that leaves room for steps under the bound, at most the one given. */
  static shorter(gram: i32, bound: i32): i32 {
    while (gram > 1 && 2 * gram - 1 > bound) gram >>= 1;
    return max(gram, 1);
  }
}
