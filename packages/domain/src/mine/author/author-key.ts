import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * SHA-256 of a login in lower case, as 64 hexadecimal digits: finds the pull requests of somebody who opted
 * out, without keeping the login. null: nobody knows who wrote it.
 */
export function authorKey(login: string): string | null {
  const name = login.trim().toLowerCase();
  return name === '' ? null : bytesToHex(sha256(utf8ToBytes(name)));
}
