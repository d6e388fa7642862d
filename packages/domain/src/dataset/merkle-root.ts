import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';

// Leaves and nodes are told apart, so that no leaf can pass for a node (RFC 6962 §2.1).
const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** Merkle tree hash (RFC 6962 §2.1, SHA-256) over the leaves' UTF-8 texts, in their order. */
export function merkleRoot(leaves: readonly string[]): string {
  if (leaves.length === 0) return bytesToHex(sha256(new Uint8Array()));
  let level: readonly Uint8Array[] = leaves.map((leaf) =>
    sha256(concatBytes(leafPrefix, utf8ToBytes(leaf))),
  );
  // Pairing level by level with the odd one carried up is the RFC's split at the largest power of two.
  while (level.length > 1) level = nextLevel(level);
  return bytesToHex(level[0] ?? new Uint8Array());
}

function nextLevel(level: readonly Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left, right] = [level[at], level[at + 1]];
    if (left === undefined) break;
    next.push(right === undefined ? left : sha256(concatBytes(nodePrefix, left, right)));
  }
  return next;
}
