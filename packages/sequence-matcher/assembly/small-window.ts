import { Found } from './found';
import { MASKS, LEVELS, LEVEL_BYTES } from './layout';

/** One bit per symbol of b, in whole words; a symbol's masks fill a cache line. */
const WORDS_LIMIT: i32 = 8;
const MASK_BYTES: usize = 64;
/** Words of one level that are cheaper than a search by grams. */
const CELLS_LIMIT: i32 = 1000;
const NONE: i32 = i32.MAX_VALUE;

/** Types that stand for the width of a row, so that the narrow case is compiled on its own. */
export type OneWord = u8;
export type ManyWords = u16;

/**
 * A small window, solved to its end without further searches. Level n holds the rows (positions of a) at which blocks
 * of n symbols end, each with one bit per position of b where one ends; level n + 1 is level n moved on by one and
 * masked by level 1. Rows without a bit are left out above level 1. The levels are made once; windows inside this
 * one look at parts of them.
 */
export class SmallWindow {
  static aOrigin: i32 = 0;
  static bOrigin: i32 = 0;
  static words: i32 = 0;
  /** Bytes of a row above level 1: its number and its bits. */
  static entryBytes: usize = 0;

  static fits(aWidth: i32, bWidth: i32, bound: i32): bool {
    const words = (bWidth + 63) >>> 6;
    const cells = aWidth * words;
    return (
      words <= WORDS_LIMIT &&
      cells <= CELLS_LIMIT &&
      cells * bound <= ((LEVEL_BYTES / 16) as i32) - 256
    );
  }

  static solve<T>(
    a: usize,
    aLow: i32,
    aWidth: i32,
    b: usize,
    bLow: i32,
    bWidth: i32,
    bound: i32,
  ): void {
    const size = sizeof<T>();
    const aText = a + (aLow as usize) * size;
    const bText = b + (bLow as usize) * size;
    SmallWindow.aOrigin = aLow;
    SmallWindow.bOrigin = bLow;
    SmallWindow.words = (bWidth + 63) >>> 6;
    if (SmallWindow.words === 1) {
      SmallWindow.entryBytes = 16;
      if (ASC_FEATURE_SIMD && sizeof<T>() === 1 && bWidth <= 32)
        SmallWindow.compare(aText, aWidth, bText, bWidth);
      else SmallWindow.mark<T, OneWord>(aText, aWidth, bText, bWidth);
      const levels = SmallWindow.build<OneWord>(aWidth, bound);
      SmallWindow.descend<OneWord>(0, aWidth, 0, bWidth, levels);
    } else {
      SmallWindow.entryBytes = 8 + (SmallWindow.words as usize) * 8;
      SmallWindow.mark<T, ManyWords>(aText, aWidth, bText, bWidth);
      const levels = SmallWindow.build<ManyWords>(aWidth, bound);
      SmallWindow.descend<ManyWords>(0, aWidth, 0, bWidth, levels);
    }
  }

  /** Level 1 of at most 32 bits: a symbol of a against all of b at once. */
  static compare(a: usize, aWidth: i32, b: usize, bWidth: i32): void {
    const inside = u64.MAX_VALUE >>> ((64 - bWidth) as u64);
    const first = v128.load(b);
    const second = v128.load(b, 16);
    let to = LEVELS;
    if (bWidth <= 16) {
      for (const end = a + (aWidth as usize); a < end; a += 1) {
        const symbol = v128.load8_splat(a);
        store<u64>(to, (i8x16.bitmask(i8x16.eq(symbol, first)) as u64) & inside);
        to += 8;
      }
      return;
    }
    for (const end = a + (aWidth as usize); a < end; a += 1) {
      const symbol = v128.load8_splat(a);
      const bits =
        (i8x16.bitmask(i8x16.eq(symbol, first)) as u32) |
        ((i8x16.bitmask(i8x16.eq(symbol, second)) as u32) << 16);
      store<u64>(to, (bits as u64) & inside);
      to += 8;
    }
  }

  /** Level 1 by a table of the positions of every symbol of b. */
  static mark<T, N>(a: usize, aWidth: i32, b: usize, bWidth: i32): void {
    const size = sizeof<T>();
    for (let at = 0; at < bWidth; at += 1) {
      const mask = SmallWindow.maskOf<T>(b + (at as usize) * size) + ((at >>> 6) as usize) * 8;
      store<u64>(mask, load<u64>(mask) | ((1 as u64) << ((at & 63) as u64)));
    }
    const bytes = (SmallWindow.words as usize) * 8;
    let to = LEVELS;
    for (let row = 0; row < aWidth; row += 1) {
      const mask = SmallWindow.maskOf<T>(a + (row as usize) * size);
      if (sizeof<N>() === 1) store<u64>(to, load<u64>(mask));
      else
        for (let word: usize = 0; word < bytes; word += 8)
          store<u64>(to + word, load<u64>(mask + word));
      to += bytes;
    }
    for (let at = 0; at < bWidth; at += 1) {
      store<u64>(SmallWindow.maskOf<T>(b + (at as usize) * size) + ((at >>> 6) as usize) * 8, 0);
    }
  }

  @inline
  static maskOf<T>(symbol: usize): usize {
    return MASKS + (load<T>(symbol) as usize) * MASK_BYTES;
  }

  /** Where the rows of a level begin; they end where those of the next one begin. Level 1 has no such row. */
  @inline
  static rowsOf(level: i32): usize {
    return LEVELS - (level as usize) * 4;
  }

  /** Makes the levels above the first, as far as there are any, and says how many there are. */
  static build<N>(aWidth: i32, bound: i32): i32 {
    const bytes = (SmallWindow.words as usize) * 8;
    const start = LEVELS + (aWidth as usize) * bytes;
    const any = SmallWindow.second<N>(aWidth, start);
    if (any === 0) return 0;
    let from = start;
    let to = SmallWindow.filled;
    store<u32>(SmallWindow.rowsOf(2), from as u32);
    store<u32>(SmallWindow.rowsOf(3), to as u32);
    let level = 1;
    while (to > from && level < bound) {
      level += 1;
      const end = to;
      SmallWindow.longer<N>(from, end, aWidth);
      from = end;
      to = SmallWindow.filled;
      store<u32>(SmallWindow.rowsOf(level + 2), to as u32);
    }
    return level;
  }

  /** Where the level just made ends. */
  static filled: usize = 0;

  /** Makes level 2 from level 1, row by row; zero when level 1 is empty. */
  static second<N>(aWidth: i32, to: usize): u64 {
    const bytes = (SmallWindow.words as usize) * 8;
    let previous = LEVELS;
    let any: u64 = 0;
    if (sizeof<N>() === 1) {
      let above = load<u64>(previous);
      any = above;
      for (let row = 1; row < aWidth; row += 1) {
        previous += 8;
        const present = load<u64>(previous);
        const bits = (above << 1) & present;
        store<u64>(to, row);
        store<u64>(to, bits, 8);
        to += bits !== 0 ? 16 : 0;
        any |= present;
        above = present;
      }
    } else {
      for (let word: usize = 0; word < bytes; word += 8) any |= load<u64>(previous + word);
      for (let row = 1; row < aWidth; row += 1) {
        const longer = SmallWindow.shift(previous, to, row);
        previous += bytes;
        for (let word: usize = 0; word < bytes; word += 8) any |= load<u64>(previous + word);
        to += longer;
      }
    }
    SmallWindow.filled = to;
    return any;
  }

  /** Makes the level after the one whose rows lie in `[from, end)`, from `end` on. */
  static longer<N>(from: usize, end: usize, aWidth: i32): void {
    let to = end;
    if (sizeof<N>() === 1) {
      for (; from < end; from += 16) {
        const row = (load<u64>(from) as i32) + 1;
        const bits =
          row < aWidth ? (load<u64>(from, 8) << 1) & load<u64>(LEVELS + (row as usize) * 8) : 0;
        store<u64>(to, row);
        store<u64>(to, bits, 8);
        to += bits !== 0 ? 16 : 0;
      }
    } else {
      for (; from < end; from += SmallWindow.entryBytes) {
        const row = (load<u64>(from) as i32) + 1;
        if (row < aWidth) to += SmallWindow.shift(from + 8, to, row);
      }
    }
    SmallWindow.filled = to;
  }

  /** Bits at `from`, moved on by one and masked by level 1 of `row`, as an entry at `to`; its size, or 0 when empty. */
  static shift(from: usize, to: usize, row: i32): usize {
    const bytes = (SmallWindow.words as usize) * 8;
    const masks = LEVELS + (row as usize) * bytes;
    let carried: u64 = 0;
    let any: u64 = 0;
    store<u64>(to, row);
    for (let word: usize = 0; word < bytes; word += 8) {
      const bits = load<u64>(from + word);
      const moved = ((bits << 1) | carried) & load<u64>(masks + word);
      carried = bits >>> 63;
      store<u64>(to + word, moved, 8);
      any |= moved;
    }
    return any !== 0 ? SmallWindow.entryBytes : 0;
  }

  /**
   * Solves a[aLow, aHigh) against b[bLow, bHigh), which has no block longer than `length`. Blocks of that length are
   * taken from the left, each the first after the last one: just as the recursion would, since what lies right of the
   * first block has no longer one either. What lies left of a block has only shorter ones.
   */
  static descend<N>(aLow: i32, aHigh: i32, bLow: i32, bHigh: i32, length: i32): void {
    length = min(length, min(aHigh - aLow, bHigh - bLow));
    while (length > 1) {
      const end = load<u32>(SmallWindow.rowsOf(length + 1)) as usize;
      let at = load<u32>(SmallWindow.rowsOf(length)) as usize;
      for (; at < end; at += sizeof<N>() === 1 ? 16 : SmallWindow.entryBytes) {
        const row = load<u64>(at) as i32;
        const aStart = row - length + 1;
        if (aStart < aLow) continue;
        if (row >= aHigh) break;
        const bit = SmallWindow.first<N>(at + 8, bLow + length - 1, bHigh);
        if (bit === NONE) continue;
        const bStart = bit - length + 1;
        Found.add(SmallWindow.aOrigin + aStart, SmallWindow.bOrigin + bStart, length);
        if (aStart > aLow && bStart > bLow)
          SmallWindow.descend<N>(aLow, aStart, bLow, bStart, length - 1);
        aLow = row + 1;
        bLow = bit + 1;
        if (bHigh - bLow < length) break;
      }
      length = min(length - 1, min(aHigh - aLow, bHigh - bLow));
    }
    if (length === 1) SmallWindow.takeSingles<N>(aLow, aHigh, bLow, bHigh);
  }

  static takeSingles<N>(aLow: i32, aHigh: i32, bLow: i32, bHigh: i32): void {
    const bytes = (SmallWindow.words as usize) * 8;
    for (let row = aLow; row < aHigh; row += 1) {
      const bit = SmallWindow.first<N>(LEVELS + (row as usize) * bytes, bLow, bHigh);
      if (bit === NONE) continue;
      Found.add(SmallWindow.aOrigin + row, SmallWindow.bOrigin + bit, 1);
      bLow = bit + 1;
      if (bLow === bHigh) return;
    }
  }

  /** The first bit of a row in `[low, high)`; `low < high`. */
  @inline
  static first<N>(row: usize, low: i32, high: i32): i32 {
    if (sizeof<N>() === 1) {
      const bits =
        load<u64>(row) & (u64.MAX_VALUE << (low as u64)) & (u64.MAX_VALUE >>> ((64 - high) as u64));
      return bits !== 0 ? (ctz(bits) as i32) : NONE;
    }
    return SmallWindow.firstOfMany(row, low, high);
  }

  static firstOfMany(row: usize, low: i32, high: i32): i32 {
    let word = low >>> 6;
    let bits = load<u64>(row + (word as usize) * 8) & (u64.MAX_VALUE << ((low & 63) as u64));
    const last = (high - 1) >>> 6;
    while (bits === 0) {
      word += 1;
      if (word > last) return NONE;
      bits = load<u64>(row + (word as usize) * 8);
    }
    const bit = (word << 6) + (ctz(bits) as i32);
    return bit < high ? bit : NONE;
  }
}
