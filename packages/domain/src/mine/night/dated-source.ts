const yesterday = 'gharchive:yesterday';
const dayMilliseconds = 24 * 3_600_000;

/**
 * `gharchive:yesterday` as the day before a night, UTC; every other source as it is. A night that is made up
 * for later reads the day that it would have read.
 *
 * @param nominalTime of the night, ISO 8601
 */
export function datedSource(source: string, nominalTime: string): string {
  if (source !== yesterday) return source;
  const before = new Date(Date.parse(nominalTime) - dayMilliseconds);
  return `gharchive:${before.toISOString().slice(0, 10)}`;
}
