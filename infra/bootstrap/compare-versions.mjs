/**
 * The first dotted version in a text, as numbers.
 * @param {string} text for example `go version go1.26.4 linux/amd64`
 * @returns {number[] | null}
 */
export function versionIn(text) {
  const found = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return found === null ? null : found.slice(1).map((part) => Number(part ?? 0));
}

/**
 * @param {readonly number[]} version
 * @param {readonly number[]} minimum
 */
export function isAtLeast(version, minimum) {
  for (let i = 0; i < minimum.length; i += 1) {
    const difference = (version[i] ?? 0) - (minimum[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
