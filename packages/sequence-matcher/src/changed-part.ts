/** How many UTF-16 units are compared at first; then twice as many with every step. */
const FIRST_STEP = 256;
/** So few units are compared one by one. */
const LAST_UNITS = 16;

/** What of two texts differs, from the beginning of a line to the end of one. */
export type ChangedPart = {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
};

/**
 * The part outside of which both texts are the same, widened to line feeds. A line feed ends a line
 * whatever stands around it, so that outside of the part the lines are the same too. Slices are compared as
 * a whole, which is many times faster than unit by unit.
 */
export function changedPart(oldText: string, newText: string): ChangedPart {
  const before = commonPrefix(oldText, newText);
  const start = before === 0 ? 0 : oldText.lastIndexOf('\n', before - 1) + 1;
  const after = commonSuffix(oldText, newText, Math.min(oldText.length, newText.length) - start);
  const feed = after === 0 ? -1 : oldText.indexOf('\n', oldText.length - after);
  const oldEnd = feed < 0 ? oldText.length : feed + 1;
  return { start, oldEnd, newEnd: oldEnd + newText.length - oldText.length };
}

function commonPrefix(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  let low = 0;
  let high = Math.min(FIRST_STEP, most);
  for (let step = FIRST_STEP; left.slice(low, high) === right.slice(low, high); step *= 2) {
    if (high === most) return most;
    low = high;
    high = Math.min(low + step, most);
  }
  while (high - low > LAST_UNITS) {
    const middle = (low + high) >>> 1;
    if (left.slice(low, middle) === right.slice(low, middle)) low = middle;
    else high = middle;
  }
  while (left.charCodeAt(low) === right.charCodeAt(low)) low += 1;
  return low;
}

/** At most `most`; counted from the ends of the texts, like `low` and `high`. */
function commonSuffix(left: string, right: string, most: number): number {
  const [leftEnd, rightEnd] = [left.length, right.length];
  const equal = (from: number, to: number) =>
    left.slice(leftEnd - to, leftEnd - from) === right.slice(rightEnd - to, rightEnd - from);
  let low = 0;
  let high = Math.min(FIRST_STEP, most);
  for (let step = FIRST_STEP; equal(low, high); step *= 2) {
    if (high === most) return most;
    low = high;
    high = Math.min(low + step, most);
  }
  while (high - low > LAST_UNITS) {
    const middle = (low + high) >>> 1;
    if (equal(low, middle)) low = middle;
    else high = middle;
  }
  while (left.charCodeAt(leftEnd - 1 - low) === right.charCodeAt(rightEnd - 1 - low)) low += 1;
  return low;
}
