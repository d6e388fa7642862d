/** A table of Markdown. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Three digits that count, in the unit that fits. */
export function shownSeconds(seconds: number): string {
  if (Number.isNaN(seconds)) return '–';
  if (seconds < 1e-3) return `${threeDigits(seconds * 1e6)} µs`;
  return seconds < 1 ? `${threeDigits(seconds * 1e3)} ms` : `${threeDigits(seconds)} s`;
}

/** `×1,230` */
export function shownTimes(times: number): string {
  return Number.isNaN(times) ? '–' : `×${threeDigits(times)}`;
}

function threeDigits(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en');
}
