/**
 * What a compiled matcher offers. Addresses and sizes are bytes in its memory; symbols take one or two bytes.
 * Any call may make the memory grow, which detaches every view of it.
 */
export interface WasmMatcherExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Makes room for two texts of that many symbols; moves the addresses below. */
  reserve(symbols: number): void;
  aAddress(): number;
  bAddress(): number;
  blocksAddress(): number;
  /** A part of the memory that no call writes to but `indexOracle`. */
  residentAddress(): number;
  residentBytes(): number;
  /** Bytes of the index of an oracle, which lies where it is told. */
  indexBytes(bLength: number): number;
  indexOracle(bAddress: number, bLength: number, symbolBytes: number, indexAddress: number): void;
  /** Matched symbols of `a` at its address and `b` at any; `indexAddress` is 0 when there is no index. */
  match(
    aLength: number,
    bAddress: number,
    bLength: number,
    symbolBytes: number,
    indexAddress: number,
    listed: boolean,
  ): number;
  /** Blocks listed by the last call, three 32-bit numbers each, in no order. */
  blockCount(): number;
}

const functions = [
  'reserve',
  'aAddress',
  'bAddress',
  'blocksAddress',
  'residentAddress',
  'residentBytes',
  'indexBytes',
  'indexOracle',
  'match',
  'blockCount',
] as const;

/** Whether these are the exports of a compiled matcher. */
export function isWasmMatcherExports(exports: object): exports is WasmMatcherExports {
  const known = new Map<string, unknown>(Object.entries(exports));
  return known.has('memory') && functions.every((name) => typeof known.get(name) === 'function');
}
