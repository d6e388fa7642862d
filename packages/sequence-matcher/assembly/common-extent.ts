/** How far two places of the texts agree; compared by whole vectors, or eight bytes at a time without SIMD. */
export class CommonExtent {
  /** Equal symbols from `p` and `q` onwards, at most `limit`. */
  static forward<T>(p: usize, q: usize, limit: i32): i32 {
    const bytes = limit * (sizeof<T>() as i32);
    let same: i32 = 0;
    if (ASC_FEATURE_SIMD) {
      while (same < bytes) {
        const equal = i8x16.bitmask(i8x16.eq(v128.load(p + same), v128.load(q + same)));
        if (equal !== 0xffff) {
          same += ctz(~equal);
          break;
        }
        same += 16;
      }
    } else {
      while (same < bytes) {
        const unequal = load<u64>(p + same) ^ load<u64>(q + same);
        if (unequal !== 0) {
          same += (ctz(unequal) >>> 3) as i32;
          break;
        }
        same += 8;
      }
    }
    return min(same, bytes) / (sizeof<T>() as i32);
  }

  /** Equal symbols before `p` and `q`, at most `limit`. */
  static backward<T>(p: usize, q: usize, limit: i32): i32 {
    const bytes = limit * (sizeof<T>() as i32);
    let same: i32 = 0;
    if (ASC_FEATURE_SIMD) {
      while (same < bytes) {
        const equal = i8x16.bitmask(i8x16.eq(v128.load(p - same - 16), v128.load(q - same - 16)));
        if (equal !== 0xffff) {
          same += clz(~equal << 16);
          break;
        }
        same += 16;
      }
    } else {
      while (same < bytes) {
        const unequal = load<u64>(p - same - 8) ^ load<u64>(q - same - 8);
        if (unequal !== 0) {
          same += (clz(unequal) >>> 3) as i32;
          break;
        }
        same += 8;
      }
    }
    return min(same, bytes) / (sizeof<T>() as i32);
  }
}
