import { type Signature, signatureLength, similarityOf } from './min-hash.ts';

/** 32 bands of 4: sets that are alike by 0.7 meet in one of them with 99.98 %, by 0.3 with 23 %. */
const rowsPerBand = 4;

/** Signatures that can be asked for alike ones without comparing with all (LSH banding). */
export class SimilarSignatures<T> {
  readonly #buckets = new Map<number, { readonly signature: Signature; readonly value: T }[]>();

  add(signature: Signature, value: T): void {
    const entry = { signature, value };
    for (const band of bandsOf(signature)) {
      const bucket = this.#buckets.get(band);
      if (bucket === undefined) this.#buckets.set(band, [entry]);
      else bucket.push(entry);
    }
  }

  /** The most similar one at or above a similarity, the first among equals; null when there is none. */
  find(
    signature: Signature,
    least: number,
  ): { readonly value: T; readonly similarity: number } | null {
    let best: { readonly value: T; readonly similarity: number } | null = null;
    const met = new Set<unknown>();
    for (const band of bandsOf(signature)) {
      for (const entry of this.#buckets.get(band) ?? []) {
        if (met.has(entry)) continue;
        met.add(entry);
        const similarity = similarityOf(signature, entry.signature);
        if (similarity >= least && similarity > (best?.similarity ?? 0)) {
          best = { value: entry.value, similarity };
        }
      }
    }
    return best;
  }
}

/** A number for each band; where two are equal by accident the comparison tells. */
function* bandsOf(signature: Signature): Generator<number> {
  for (let start = 0; start < signatureLength; start += rowsPerBand) {
    let low = start + 1;
    let high = 31;
    for (const value of signature.subarray(start, start + rowsPerBand)) {
      low = Math.imul(low ^ value, 0x85ebca6b) ^ (low >>> 15);
      high = Math.imul(high + value, 0xc2b2ae35) ^ (high >>> 13);
    }
    yield (high & 0x1fffff) * 2 ** 32 + (low >>> 0);
  }
}
