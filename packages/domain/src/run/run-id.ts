import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * The id of a run: 16 hexadecimal digits. `firstRunId` is Temporal's first execution run id, so the id
 * stays over retries of the activity and over continue-as-new.
 */
export function runIdOf(workflowId: string, firstRunId: string): string {
  return bytesToHex(sha256(utf8ToBytes(`${workflowId}\n${firstRunId}`))).slice(0, 16);
}
