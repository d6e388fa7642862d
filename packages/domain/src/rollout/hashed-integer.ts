import { canonicalJson } from '@evoline/contract/canonical-json';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';

/** One more than the largest hashed integer; every one of them is a safe integer. */
export const HASHED_INTEGER_LIMIT = 2 ** 53;

/** The first 53 bits of the SHA-256 of a value's canonical JSON: uniform, and the same everywhere. */
export function hashedInteger(value: unknown): number {
  const view = new DataView(sha256(utf8ToBytes(canonicalJson(value))).buffer);
  return view.getUint32(0) * 2 ** 21 + (view.getUint32(4) >>> 11);
}
