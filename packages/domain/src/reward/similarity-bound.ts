const BUCKETS = 256;

/** How often the characters of a text occur, in buckets of code points. */
export class CharacterCounts {
  readonly #counts = new Int32Array(BUCKETS);
  #characters = 0;

  constructor(text: string) {
    for (const character of text) {
      this.#counts[(character.codePointAt(0) ?? 0) % BUCKETS]! += 1;
      this.#characters += 1;
    }
  }

  /** difflib's ratio of the two texts is no higher: as if all characters that both have were matched. */
  similarityBound(other: CharacterCounts): number {
    let shared = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      shared += Math.min(this.#counts[bucket]!, other.#counts[bucket]!);
    }
    const characters = this.#characters + other.#characters;
    return characters === 0 ? 1 : (2 * shared) / characters;
  }
}
