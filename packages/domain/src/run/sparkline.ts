const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Draws values as one line of block characters, the first value left. `low` and `high` are the ends
 * of the scale; values beyond them are drawn at the end. More values than `width` are averaged.
 */
export function sparkline(
  values: readonly number[],
  low: number,
  high: number,
  width = 60,
): string {
  const span = high - low || 1;
  return averaged(values, width)
    .map((value) => bars[Math.min(7, Math.max(0, Math.floor(((value - low) / span) * 8)))])
    .join('');
}

function averaged(values: readonly number[], width: number): readonly number[] {
  if (values.length <= width) return values;
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * values.length) / width);
    const to = Math.floor(((column + 1) * values.length) / width);
    const cell = values.slice(from, Math.max(to, from + 1));
    return cell.reduce((sum, value) => sum + value, 0) / cell.length;
  });
}
