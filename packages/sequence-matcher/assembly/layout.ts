/** Fixed places: bit masks of 65,536 symbols, and the levels of one small window. */
export const MASKS: usize = 0x2_0000;
export const LEVELS: usize = 0x43_0000;
export const LEVEL_BYTES: usize = 0xc_0000;
/** Oracles that stay between calls; the host decides what lies where in here. */
export const RESIDENT: usize = 0x50_0000;
export const RESIDENT_BYTES: usize = 0x100_0000;

/** Comparisons read whole vectors and so may look this far past either end of a text. */
const PADDING: usize = 64;
export const HEAD_BITS_LIMIT: u32 = 16;
const HEAD_BYTES: usize = 4 << (HEAD_BITS_LIMIT as usize);
/** Of a window not looked at yet. */
export const ENTRY_BYTES: usize = 48;

/** Places that depend on the longest text so far, in symbols (of one or two bytes). */
export class Layout {
  static symbols: i32 = 0;
  static a: usize = 0;
  static b: usize = 0;
  static head: usize = 0;
  static next: usize = 0;
  static blocks: usize = 0;
  static windows: usize = 0;
  /** Lists of runs; everything above is free, so that lists and the automaton can grow. */
  static runs: usize = 0;

  static reserve(symbols: i32): void {
    if (symbols <= Layout.symbols) return;
    let capacity = 1 << 14;
    while (capacity < symbols) capacity <<= 1;
    const wide = capacity as usize;
    Layout.symbols = capacity;
    Layout.a = RESIDENT + RESIDENT_BYTES + PADDING;
    Layout.b = Layout.a + 2 * wide + PADDING;
    Layout.head = Layout.b + 2 * wide + PADDING;
    Layout.next = Layout.head + HEAD_BYTES;
    Layout.blocks = Layout.next + 4 * wide;
    Layout.windows = Layout.blocks + 12 * wide;
    Layout.runs = Layout.windows + ENTRY_BYTES * (wide + 2);
    Layout.ensure(Layout.runs + 0x1_0000);
  }

  /** Grows the memory until `end` lies in it. */
  static ensure(end: usize): void {
    const pages = ((end + 0xffff) >>> 16) as i32;
    const present = memory.size();
    if (pages > present && memory.grow(pages - present) < 0) unreachable();
  }
}
