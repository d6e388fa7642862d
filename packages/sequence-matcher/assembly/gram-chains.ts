import { HEAD_BITS_LIMIT } from './layout';

const SPREAD: u64 = 0x9e3779b97f4a7c15;
const MIX: u64 = 0xc2b2ae3d27d4eb4f;

/** Four times as many heads as positions: a look at a place that is no match costs more than clearing them. */
const MORE_BITS: i32 = 2;

/**
 * Where the grams of one text stand: `head` holds by hash the first position (plus one), `next` holds by
 * position the following one of the same hash. Positions count from the start of the indexed part.
 */
export class GramChains {
  static bits(positions: i32): u32 {
    return min(max(32 + MORE_BITS - clz(positions), 6), HEAD_BITS_LIMIT);
  }

  static headBytes(positions: i32): usize {
    return 4 << (GramChains.bits(positions) as usize);
  }

  /** What of the eight bytes at a gram's start belongs to it. */
  static mask(bytes: i32): u64 {
    return u64.MAX_VALUE >>> (max(64 - 8 * bytes, 0) as u64);
  }

  @inline
  static hash(at: usize, bytes: i32, mask: u64, bits: u32): u32 {
    return GramChains.spread(bytes <= 8 ? load<u64>(at) & mask : GramChains.fold(at, bytes), bits);
  }

  @inline
  static spread(gram: u64, bits: u32): u32 {
    return ((gram * SPREAD) >>> ((64 - bits) as u64)) as u32;
  }

  /** Both ends of a long gram; its middle need not take part, since every candidate is compared. */
  static fold(at: usize, bytes: i32): u64 {
    let folded = load<u64>(at) * MIX + load<u64>(at + bytes - 8);
    if (bytes >= 32) folded = (folded ^ (folded >>> 29)) * MIX + load<u64>(at + 8);
    if (bytes >= 32) folded = (folded ^ (folded >>> 29)) * MIX + load<u64>(at + bytes - 16);
    return folded ^ (folded >>> 32);
  }

  /** Indexes the grams of `count` positions from `text` on. */
  static build<T>(text: usize, count: i32, bytes: i32, head: usize, next: usize): void {
    const bits = GramChains.bits(count);
    const mask = GramChains.mask(bytes);
    memory.fill(head, 0, 4 << (bits as usize));
    for (let at = count - 1; at >= 0; at -= 1) {
      const slot =
        head + 4 * (GramChains.hash(text + at * (sizeof<T>() as i32), bytes, mask, bits) as usize);
      store<u32>(next + (at as usize) * 4, load<u32>(slot));
      store<u32>(slot, at + 1);
    }
  }
}
