import { type Signature, signatureLength } from './min-hash.ts';
import { agreementsOf, mayAgree, sketchLength, sketchOf } from './signature-agreement.ts';

export interface SimilarSignature<T> {
  readonly value: T;
  readonly similarity: number;
}

const none = -1;

/**
 * Signatures that can be asked for alike ones without comparing with all (LSH banding), and misses none: two
 * that agree in `least` of their values differ in fewer places than there are bands, so that one band
 * at least is equal. Of each signature it keeps 16 bytes, 4 a band, and a reference; the bands are chained in
 * hash tables of about as many slots.
 */
export class SimilarSignatures<T> {
  readonly #leastAgreements: number;
  readonly #starts: readonly number[];
  readonly #signatures: Signature[] = [];
  readonly #values: T[] = [];
  #capacity: number;
  /** A power of two. */
  #slots: number;
  /** By band and slot: the newest entry, else -1. */
  #heads: Int32Array;
  /** By band and entry: the one before it in its slot, else -1. */
  #earlier: Int32Array;
  #sketches: Uint32Array;
  /** By entry: the last question that met it. */
  #met: Uint32Array;
  #questions = 0;

  /**
   * @param least similarity from which on signatures are alike, above 0 and up to 1
   * @param expected how many there will be; more are welcome
   */
  constructor(least: number, expected = 64) {
    this.#leastAgreements = Math.max(1, Math.ceil(least * signatureLength - 1e-9));
    const bands = signatureLength - this.#leastAgreements + 1;
    this.#starts = Array.from({ length: bands + 1 }, (_, band) =>
      Math.floor((band * signatureLength) / bands),
    );
    this.#capacity = Math.max(expected, 2);
    this.#slots = slotsFor(this.#capacity);
    this.#heads = new Int32Array(bands * this.#slots).fill(none);
    this.#earlier = new Int32Array(bands * this.#capacity);
    this.#sketches = new Uint32Array(this.#capacity * sketchLength);
    this.#met = new Uint32Array(this.#capacity);
  }

  add(signature: Signature, value: T): void {
    const entry = this.#signatures.length;
    if (entry === this.#capacity) this.#grow();
    this.#signatures.push(signature);
    this.#values.push(value);
    this.#sketches.set(sketchOf(signature), entry * sketchLength);
    this.#chain(signature, entry);
  }

  /** The most similar one, the first among equals; null when none is alike. */
  find(signature: Signature): SimilarSignature<T> | null {
    this.#questions += 1;
    const sketch = sketchOf(signature);
    let best = none;
    let most = this.#leastAgreements;
    for (let band = 0; band + 1 < this.#starts.length; band += 1) {
      let entry = this.#heads[this.#slotOf(signature, band)] ?? none;
      for (; entry !== none; entry = this.#earlier[band * this.#capacity + entry] ?? none) {
        if (this.#met[entry] === this.#questions) continue;
        this.#met[entry] = this.#questions;
        if (!mayAgree(sketch, this.#sketches, entry * sketchLength, most)) continue;
        const agreements = agreementsOf(signature, this.#signatures[entry] ?? signature);
        if (agreements < most || (agreements === most && best !== none && best < entry)) continue;
        [best, most] = [entry, agreements];
      }
    }
    const value = this.#values[best];
    return value === undefined ? null : { value, similarity: most / signatureLength };
  }

  #chain(signature: Signature, entry: number): void {
    for (let band = 0; band + 1 < this.#starts.length; band += 1) {
      const slot = this.#slotOf(signature, band);
      this.#earlier[band * this.#capacity + entry] = this.#heads[slot] ?? none;
      this.#heads[slot] = entry;
    }
  }

  /** Where two bands share a slot by accident the comparison tells. */
  #slotOf(signature: Signature, band: number): number {
    const end = this.#starts[band + 1] ?? signatureLength;
    let hash = 17;
    for (let at = this.#starts[band] ?? 0; at < end; at += 1) {
      hash = Math.imul(hash ^ (signature[at] ?? 0), 0x85ebca6b);
      hash ^= hash >>> 15;
    }
    return band * this.#slots + (hash & (this.#slots - 1));
  }

  #grow(): void {
    const [sketches, met] = [this.#sketches, this.#met];
    const bands = this.#starts.length - 1;
    this.#capacity *= 2;
    this.#slots = slotsFor(this.#capacity);
    this.#heads = new Int32Array(bands * this.#slots).fill(none);
    this.#earlier = new Int32Array(bands * this.#capacity);
    this.#sketches = new Uint32Array(this.#capacity * sketchLength);
    this.#sketches.set(sketches);
    this.#met = new Uint32Array(this.#capacity);
    this.#met.set(met);
    for (const [entry, signature] of this.#signatures.entries()) this.#chain(signature, entry);
  }
}

function slotsFor(capacity: number): number {
  return 2 ** Math.floor(Math.log2(capacity));
}
