/**
 * JSON text with one spelling per value (RFC 8785): object keys sorted by UTF-16 code units, no
 * spaces, numbers as ECMAScript prints them. Equal values have equal texts, hence equal digests.
 * Properties that are `undefined` are left out, as `JSON.stringify` does.
 *
 * @throws TypeError for what JSON cannot say: NaN, infinities, functions, bigints, `undefined`.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (isRecord(value)) return `{${members(value).join(',')}}`;
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`canonical JSON cannot hold ${value}`);
  }
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
    return JSON.stringify(value);
  }
  throw new TypeError(`canonical JSON cannot hold a ${typeof value}`);
}

function members(record: Record<string, unknown>): string[] {
  return Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .toSorted(byCodeUnits)
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
