import type { TemplateName } from '@evoline/contract/rollout';
import { canonicalJson } from '@evoline/contract/canonical-json';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * A prompt as data, so that its digest covers every word of it. Slots are written `{{name}}`:
 * `text` has `{{issue}}`, `{{files}}` and may have `{{fence}}`; `file` has `{{path}}`, `{{content}}` and
 * `{{fence}}`. A fence is a line of backticks longer than any run of them in the issue or in a file.
 */
export type PromptTemplate = {
  readonly name: TemplateName;
  readonly text: string;
  readonly file: string;
};

/** SHA-256 of the template's canonical JSON, 64 hexadecimal digits; it stands in lineage. */
export function templateDigest(template: PromptTemplate): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(template))));
}
