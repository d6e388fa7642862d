/** One bar. `share` is of all that was counted, 0 to 1. */
export interface Bar {
  readonly label: string;
  readonly count: number;
  readonly share: number;
  /** It stands for all that have no bar of their own, and is no measure for the others. */
  readonly isRest?: true;
}

export type Counts = Readonly<Record<string, number>>;

/** The most frequent first, by name among equals; what is beyond `most` is one last bar. */
export function frequentBars(counts: Counts, most: number): Bar[] {
  const ranked = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  // A bar for one other is no shorter than its own.
  const rest = ranked.length - most > 1 ? ranked.slice(most) : [];
  const folded = rest.reduce((sum, [, count]) => sum + count, 0);
  const last: [string, number][] = rest.length === 0 ? [] : [[`${rest.length} others`, folded]];
  const bars = withShares([...ranked.slice(0, ranked.length - rest.length), ...last]);
  return bars.map((bar, at) => (at === most && rest.length > 0 ? { ...bar, isRest: true } : bar));
}

/**
 * Counts of whole numbers in the ranges that end with `ends`, and one beyond them: for [1, 2, 5] `1`, `2`,
 * `3 to 5` and `over 5`. Empty ranges at both ends are left out, those between stay.
 */
export function rangeBars(counts: ReadonlyMap<number, number>, ends: readonly number[]): Bar[] {
  const sums = Array.from({ length: ends.length + 1 }, () => 0);
  for (const [value, count] of counts) {
    const at = ends.findIndex((end) => value <= end);
    const range = at === -1 ? ends.length : at;
    sums[range] = (sums[range] ?? 0) + count;
  }
  const first = sums.findIndex((sum) => sum > 0);
  const last = sums.findLastIndex((sum) => sum > 0);
  const bars = sums.map((sum, at): [string, number] => [rangeLabel(ends, at), sum]);
  return first === -1 ? [] : withShares(bars.slice(first, last + 1));
}

function rangeLabel(ends: readonly number[], at: number): string {
  const end = ends[at];
  const earlier = ends[at - 1];
  if (end === undefined) return `over ${shown(earlier ?? 0)}`;
  if (earlier === undefined) return end <= 1 ? shown(end) : `up to ${shown(end)}`;
  return earlier + 1 === end ? shown(end) : `${shown(earlier + 1)} to ${shown(end)}`;
}

function shown(value: number): string {
  return value.toLocaleString('en-US');
}

const unknownMonth = 'unknown';

/**
 * Counts by month (`2026-03`) from the first to the last, months without any included; by quarter or by
 * year where that would be more than `most` bars. `unknown` comes last.
 */
export function monthBars(counts: Counts, most: number): Bar[] {
  const months = Object.entries(counts)
    .filter(([month]) => month !== unknownMonth)
    .map(([month, count]): [number, number] => [monthIndex(month), count]);
  const unknown = counts[unknownMonth] ?? 0;
  const bars = months.length === 0 ? [] : spanBars(months, most);
  return withShares(unknown === 0 ? bars : [...bars, [unknownMonth, unknown]]);
}

const monthsPerQuarter = 3;
const monthsPerYear = 12;

function spanBars(months: readonly (readonly [number, number])[], most: number) {
  const indexes = months.map(([index]) => index);
  const [first, last] = [Math.min(...indexes), Math.max(...indexes)];
  const width = [1, monthsPerQuarter].find((span) => (last - first) / span < most) ?? monthsPerYear;
  const [from, to] = [Math.floor(first / width), Math.floor(last / width)];
  const sums = Array.from({ length: to - from + 1 }, () => 0);
  for (const [index, count] of months) {
    const at = Math.floor(index / width) - from;
    sums[at] = (sums[at] ?? 0) + count;
  }
  return sums.map((sum, at): [string, number] => [spanLabel((from + at) * width, width), sum]);
}

function monthIndex(month: string): number {
  return Number(month.slice(0, 4)) * monthsPerYear + Number(month.slice(5, 7)) - 1;
}

function spanLabel(index: number, width: number): string {
  const year = String(Math.floor(index / monthsPerYear));
  const month = index % monthsPerYear;
  if (width === monthsPerYear) return year;
  if (width === monthsPerQuarter) return `${year} Q${Math.floor(month / monthsPerQuarter) + 1}`;
  return `${year}-${String(month + 1).padStart(2, '0')}`;
}

function withShares(bars: readonly (readonly [string, number])[]): Bar[] {
  const total = bars.reduce((sum, [, count]) => sum + count, 0);
  return bars.map(([label, count]) => ({ label, count, share: total === 0 ? 0 : count / total }));
}
