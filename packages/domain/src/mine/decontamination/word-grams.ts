const word = /[\p{L}\p{N}]+/gu;

/** Words of a text, lower case; punctuation, case and spacing do not count. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(word) ?? [];
}

/** FNV-1a over the UTF-16 code units from `start` to before `end`, 32 bits without sign. */
export function hashOf(text: string, start = 0, end = text.length): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** A hash below 2^53 for every row of `size` words, in order. */
export function* gramHashes(words: readonly string[], size: number): Generator<number> {
  const hashes = words.map((one) => hashOf(one));
  for (let start = 0; start + size <= hashes.length; start += 1) {
    let low = 17;
    let high = 31;
    for (let at = start; at < start + size; at += 1) {
      const one = hashes[at] ?? 0;
      low = Math.imul(low ^ one, 0x85ebca6b) ^ (low >>> 15);
      high = Math.imul(high + one, 0xc2b2ae35) ^ (high >>> 13);
    }
    yield (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
  }
}
