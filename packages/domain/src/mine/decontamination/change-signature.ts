import type { StructuredPatch } from 'diff';
import { type Signature, signatureOf } from './min-hash.ts';
import { hashOf } from './word-grams.ts';

const token = /[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu;
const isAscii = /^[\t\x20-\x7e]*$/;
const space = 0x20;
const isWord = Uint8Array.from({ length: 128 }, (_, code) =>
  Number(/\w/.test(String.fromCharCode(code))),
);
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
        pushTokens(line.slice(1), row);
      }
      tokens += row.length;
      for (const hash of shingles(row)) hashes.push(hash);
    }
  }
  return tokens < leastTokens ? null : signatureOf(hashes);
}

/** Adds the hash of every token of a line. ASCII is read by hand, which is several times as fast. */
function pushTokens(line: string, row: number[]): void {
  if (!isAscii.test(line)) {
    for (const one of line.match(token) ?? []) row.push(hashOf(one));
    return;
  }
  for (let at = 0; at < line.length;) {
    const start = at;
    while (isWord[line.charCodeAt(at)] === 1) at += 1;
    if (at > start) row.push(hashOf(line, start, at));
    else if (line.charCodeAt(at) > space) row.push(hashOf(line, at, (at += 1)));
    else at += 1;
  }
}

function* shingles(row: readonly number[]): Generator<number> {
  for (let start = 0; start + shingleTokens <= Math.max(row.length, shingleTokens); start += 1) {
    let hash = 7;
    for (let at = start; at < Math.min(start + shingleTokens, row.length); at += 1) {
      hash = Math.imul(hash ^ (row[at] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
    }
    yield hash >>> 0;
  }
}
