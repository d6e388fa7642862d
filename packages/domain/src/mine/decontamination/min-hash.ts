/** Values of a signature; the estimate of a similarity s is off by sqrt(s (1 - s) / 128), about 0.035. */
export const signatureLength = 128;

/** The smallest value of every permutation; all ones for an empty set. */
export type Signature = Uint32Array;

const seeds = Uint32Array.from({ length: signatureLength }, (_, index) => mix(index + 1));

/** MinHash (Broder 1997) of a set of 32-bit hashes. Sets that share much have signatures that agree in much. */
export function signatureOf(hashes: Iterable<number>): Signature {
  const signature = new Uint32Array(signatureLength).fill(0xffffffff);
  for (const hash of new Set(hashes)) {
    for (let index = 0; index < signatureLength; index += 1) {
      const value = mix(hash ^ (seeds[index] ?? 0));
      if (value < (signature[index] ?? 0)) signature[index] = value;
    }
  }
  return signature;
}

/** Finalizer of MurmurHash3 (Appleby, public domain): every input bit moves every output bit. */
function mix(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const digits = 7;

/** Text of a signature, seven digits to the base 32 a value. */
export function writeSignature(signature: Signature): string {
  return [...signature].map((value) => value.toString(32).padStart(digits, '0')).join('');
}

/**
 * Reads the text of a signature, into a room of its length where there is one.
 *
 * @throws RangeError when the text is no signature
 */
export function readSignature(
  text: string,
  signature: Signature = new Uint32Array(signatureLength),
): Signature {
  if (text.length !== digits * signatureLength) throw new RangeError('not a signature');
  for (let index = 0; index < signatureLength; index += 1) {
    let value = 0;
    for (let at = index * digits; at < (index + 1) * digits; at += 1) {
      value = value * 32 + digitAt(text, at);
    }
    signature[index] = value;
  }
  return signature;
}

function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 97 && code <= 118) return code - 87;
  throw new RangeError('not a signature');
}
