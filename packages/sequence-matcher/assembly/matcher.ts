import { Found } from './found';
import { Layout, RESIDENT, RESIDENT_BYTES } from './layout';
import { OracleIndex } from './oracle-index';
import { Recursion } from './recursion';
import { Window } from './window';
import { WindowStack } from './window-stack';

export function reserve(symbols: i32): void {
  Layout.reserve(symbols);
}

export function aAddress(): usize {
  return Layout.a;
}

export function bAddress(): usize {
  return Layout.b;
}

export function blocksAddress(): usize {
  return Layout.blocks;
}

export function residentAddress(): usize {
  return RESIDENT;
}

export function residentBytes(): usize {
  return RESIDENT_BYTES;
}

export function indexBytes(bLength: i32): usize {
  return OracleIndex.bytes(bLength);
}

export function indexOracle(
  bAddress: usize,
  bLength: i32,
  symbolBytes: i32,
  indexAddress: usize,
): void {
  if (symbolBytes === 1) OracleIndex.build<u8>(bAddress, bLength, indexAddress);
  else OracleIndex.build<u16>(bAddress, bLength, indexAddress);
}

export function match(
  aLength: i32,
  bAddress: usize,
  bLength: i32,
  symbolBytes: i32,
  indexAddress: usize,
  listed: bool,
): i32 {
  Found.matched = 0;
  Found.blocks = 0;
  Found.listed = listed;
  if (aLength === 0 || bLength === 0) return 0;
  WindowStack.clear();
  Window.crowded = 0;
  WindowStack.push(0, aLength, 0, bLength);
  WindowStack.known(Layout.runs, 0, min(aLength, bLength), 0, 0, 0);
  Recursion.a = Layout.a;
  Recursion.b = bAddress;
  Recursion.oracleIndex = indexAddress;
  if (symbolBytes === 1) Recursion.run<u8>();
  else Recursion.run<u16>();
  return Found.matched;
}

export function blockCount(): i32 {
  return Found.blocks;
}
