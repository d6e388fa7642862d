/** A number for people. What JSON could not carry (NaN, infinity) arrives as null and is drawn as a dash. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  return Number.isInteger(value) ? `${value}` : value.toPrecision(3);
}
