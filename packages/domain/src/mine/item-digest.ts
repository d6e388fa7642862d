import { canonicalJson } from '@evoline/contract/canonical-json';
import type { PullRequestItem } from '@evoline/contract/mine';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 over the canonical JSON of the record: the digest that the artifact store gives its blob. */
export function itemDigest(item: PullRequestItem): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(item))));
}
