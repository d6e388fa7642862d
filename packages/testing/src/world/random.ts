import { createHash } from 'node:crypto';

/**
 * The world's own pseudo-random numbers: small fast counter generator (sfc32) seeded with SHA-256 of a
 * label. The same label gives the same numbers on every machine and every Node version.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter: number;

  constructor(label: string) {
    const seed = createHash('sha256').update(label).digest();
    this.#a = seed.readInt32LE(0);
    this.#b = seed.readInt32LE(4);
    this.#c = seed.readInt32LE(8);
    this.#counter = seed.readInt32LE(12);
    for (let round = 0; round < 12; round += 1) this.#next();
  }

  /** A whole number from 0 up to, not including, `bound`. */
  below(bound: number): number {
    return Math.floor((this.#next() / 2 ** 32) * bound);
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new Error('nothing to pick from');
    return choice;
  }

  /** Two different members of `choices`. */
  pickTwo<T>(choices: readonly T[]): [T, T] {
    const first = this.below(choices.length);
    const second = (first + 1 + this.below(choices.length - 1)) % choices.length;
    return [choices[first] as T, choices[second] as T];
  }

  /** `length` bytes. */
  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  #next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }
}
