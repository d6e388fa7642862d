import type { StructuredPatch } from 'diff';
import { type Signature, signatureOf } from './min-hash.ts';
import { hashOf } from './word-grams.ts';

const token = /[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;
/** Tokens in a row that make a shingle. */
const shingleTokens = 5;
/** Smaller changes are alike by accident and are never called duplicates. */
const leastTokens = 50;

/**
 * MinHash of a change: shingles over the tokens of its hunks, context included, whatever the files are
 * called and however they are indented. null for a change too small to tell from others.
 */
export function changeSignature(
  patches: readonly Pick<StructuredPatch, 'hunks'>[],
): Signature | null {
  const hashes: number[] = [];
  let tokens = 0;
  for (const { hunks } of patches) {
    for (const { lines } of hunks) {
      const row: number[] = [];
      for (const line of lines) {
        if (line.startsWith('\\')) continue;
        row.push(hashOf(`line ${line[0] ?? ''}`));
        for (const [one] of line.slice(1).matchAll(token)) row.push(hashOf(one));
      }
      tokens += row.length;
      for (const hash of shingles(row)) hashes.push(hash);
    }
  }
  return tokens < leastTokens ? null : signatureOf(hashes);
}

function* shingles(row: readonly number[]): Generator<number> {
  for (let start = 0; start + shingleTokens <= Math.max(row.length, shingleTokens); start += 1) {
    let hash = 7;
    for (const one of row.slice(start, start + shingleTokens)) {
      hash = Math.imul(hash ^ one, 0x9e3779b1) ^ (hash >>> 15);
    }
    yield hash >>> 0;
  }
}
