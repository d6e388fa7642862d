import { canonicalJson } from '@evoline/contract/canonical-json';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a value's canonical JSON: equal values have equal digests on every machine. */
export function contentDigest(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
}

/** A number in [0, 1) that depends on nothing but the value: the digest's first 52 bits. */
export function contentFraction(value: unknown): number {
  return Number.parseInt(contentDigest(value).slice(0, 13), 16) / 2 ** 52;
}
