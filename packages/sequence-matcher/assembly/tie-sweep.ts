import { CommonExtent } from './common-extent';
import { Found } from './found';
import { GramChains } from './gram-chains';
import { Layout } from './layout';
import { Window } from './window';
import { WindowStack } from './window-stack';

/** Odd, so that it has an inverse modulo 2^64: hashes roll both ways. */
const BASE: u64 = 0x2545f4914f6cdd1d;

/**
 * Takes all blocks as long as the window's longest one. What lies right of a longest block has none that is longer, so
 * the recursion goes on with the first block of the same length there, and so on: one pass over a, with the grams of
 * that length in b indexed once. Between the blocks, and after the last one, are windows with shorter blocks only.
 */
export class TieSweep {
  static taken<T>(a: usize, b: usize): void {
    const size = sizeof<T>();
    const length = Window.length;
    const aHigh = Window.aHigh;
    const bHigh = Window.bHigh;
    let aLow = Window.aLow;
    let bLow = Window.bLow;
    let aStart = Window.aStart;
    let bStart = Window.bStart;
    const origin = bStart;
    TieSweep.index<T>(b + (origin as usize) * size, bHigh - origin, length);
    while (true) {
      Found.add(aStart, bStart, length);
      TieSweep.push(aLow, aStart, bLow, bStart);
      aLow = aStart + length;
      bLow = bStart + length;
      if (aHigh - aLow < length || bHigh - bLow < length) break;
      TieSweep.next<T>(a, b, aLow, aHigh, bLow, origin);
      if (TieSweep.foundA < 0) break;
      aStart = TieSweep.foundA;
      bStart = TieSweep.foundB;
    }
    TieSweep.push(aLow, aHigh, bLow, bHigh);
  }

  static push(aLow: i32, aHigh: i32, bLow: i32, bHigh: i32): void {
    if (aLow === aHigh || bLow === bHigh || Window.length === 1) return;
    WindowStack.push(aLow, aHigh, bLow, bHigh);
    WindowStack.known(Window.runs, 0, Window.length - 1, 0, 0, 0);
  }

  static foundA: i32 = 0;
  static foundB: i32 = 0;
  /** BASE to the power of the block length less one, and the inverse of BASE. */
  static power: u64 = 0;
  static inverse: u64 = 0;
  static bits: u32 = 0;

  /** Chains of equal hashes of `length` symbols, ascending, of `count` symbols from `text` on. */
  static index<T>(text: usize, count: i32, length: i32): void {
    const size = sizeof<T>();
    const grams = count - length + 1;
    TieSweep.bits = GramChains.bits(grams);
    TieSweep.power = 1;
    for (let factor = 1; factor < length; factor += 1) TieSweep.power *= BASE;
    TieSweep.inverse = BASE;
    for (let round = 0; round < 6; round += 1) TieSweep.inverse *= 2 - BASE * TieSweep.inverse;
    memory.fill(Layout.head, 0, 4 << (TieSweep.bits as usize));
    let hash = TieSweep.hash<T>(text + ((grams - 1) as usize) * size, length);
    for (let at = grams - 1; at >= 0; at -= 1) {
      const slot = TieSweep.slot(hash);
      store<u32>(Layout.next + (at as usize) * 4, load<u32>(slot));
      store<u32>(slot, at + 1);
      if (at === 0) return;
      const place = text + ((at - 1) as usize) * size;
      const leaving = (load<T>(place + (length as usize) * size) as u64) * TieSweep.power;
      hash = (hash - leaving) * BASE + (load<T>(place) as u64);
    }
  }

  static hash<T>(text: usize, length: i32): u64 {
    let hash: u64 = 0;
    for (let at = length - 1; at >= 0; at -= 1) {
      hash = hash * BASE + (load<T>(text + (at as usize) * sizeof<T>()) as u64);
    }
    return hash;
  }

  @inline
  static slot(hash: u64): usize {
    return Layout.head + (GramChains.spread(hash, TieSweep.bits) as usize) * 4;
  }

  /** The next block of the window's length from `aLow` and `bLow` on; `foundA` is negative if there is none. */
  static next<T>(a: usize, b: usize, aLow: i32, aHigh: i32, bLow: i32, origin: i32): void {
    const size = sizeof<T>();
    const length = Window.length;
    let hash = TieSweep.hash<T>(a + (aLow as usize) * size, length);
    for (let at = aLow; ; at += 1) {
      const place = a + (at as usize) * size;
      const slot = TieSweep.slot(hash);
      let column = TieSweep.from(slot, bLow - origin);
      for (; column !== 0; column = load<u32>(Layout.next + ((column - 1) as usize) * 4) as i32) {
        const bStart = column - 1 + origin;
        if (CommonExtent.forward<T>(place, b + (bStart as usize) * size, length) < length) continue;
        TieSweep.foundA = at;
        TieSweep.foundB = bStart;
        return;
      }
      if (at + length >= aHigh) break;
      const entering = (load<T>(place + (length as usize) * size) as u64) * TieSweep.power;
      hash = (hash - (load<T>(place) as u64)) * TieSweep.inverse + entering;
    }
    TieSweep.foundA = -1;
  }

  /** The first of a chain at `low` or after (plus one); those before are of no use any more and are unlinked. */
  @inline
  static from(slot: usize, low: i32): i32 {
    let column = load<u32>(slot) as i32;
    while (column !== 0 && column <= low)
      column = load<u32>(Layout.next + ((column - 1) as usize) * 4) as i32;
    store<u32>(slot, column);
    return column;
  }
}
