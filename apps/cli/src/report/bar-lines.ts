import stringWidth from 'string-width';
import { cutText, padText, visibleText } from '../explaining/visible-text.ts';
import { percent } from '../mining/funnel-text.ts';

type Paint = (text: string) => string;

/** One line of a bar chart. `from` shifts the bar, in the unit of `count`. */
export interface BarLine {
  readonly label: string;
  readonly count: number;
  readonly share: number;
  readonly from?: number;
  /** Shown without a bar, and no measure for the others. */
  readonly isRest?: true;
}

export interface BarStyle {
  readonly columns: number;
  /** What a bar of full length stands for; default: the longest one. */
  readonly whole?: number;
  readonly paint: Paint;
}

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
const longestLabel = 34;
const shortestBar = 8;

/** A chart of horizontal bars with counts and shares, in the columns that there are. */
export function barLines(bars: readonly BarLine[], { columns, whole, paint }: BarStyle): string[] {
  const labels = bars.map(({ label }) => visibleText(label));
  const counts = bars.map(({ count }) => count.toLocaleString('en-US'));
  const shares = bars.map(({ share }) => percent(share));
  const [countWidth, shareWidth] = [widest(counts), widest(shares)];
  const numbers = countWidth + shareWidth + 6;
  const room = Math.max(8, columns - numbers - shortestBar);
  const labelWidth = Math.min(widest(labels), longestLabel, room);
  const barWidth = Math.max(shortestBar, columns - numbers - labelWidth);
  const measured = bars.filter(({ isRest = false }) => !isRest);
  const full = whole ?? Math.max(1, ...measured.map(({ count }) => count));
  return bars.map(({ count, from = 0, isRest = false }, at) => {
    const start = Math.round((from / full) * barWidth);
    const bar =
      ' '.repeat(start) + paint(isRest ? '' : barText((count / full) * barWidth, barWidth - start));
    const label = padText(cutText(labels[at] ?? '', labelWidth), labelWidth);
    const told = `${counts[at]?.padStart(countWidth)}  ${shares[at]?.padStart(shareWidth)}`;
    return `${label}  ${padText(bar, barWidth)}  ${told}`;
  });
}

/** In eighths of a column; what is not nothing is seen. */
function barText(length: number, most: number): string {
  if (length <= 0) return '';
  const parts = Math.min(Math.max(1, Math.round(length * 8)), Math.max(1, most) * 8);
  return '█'.repeat(Math.floor(parts / 8)) + (eighths[parts % 8] ?? '');
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => stringWidth(text)));
}

/** A part of a whole. */
export interface BarPart {
  readonly count: number;
  readonly sign: string;
  readonly paint: Paint;
}

/** Parts of a whole as one bar of `columns`; every part that is not nothing is seen. */
export function stackedBar(parts: readonly BarPart[], columns: number): string {
  const whole = parts.reduce((sum, { count }) => sum + count, 0);
  const shown = parts.filter(({ count }) => count > 0);
  const widths = shown.map(({ count }) => Math.max(1, Math.round((count / whole) * columns)));
  const longest = widths.indexOf(Math.max(...widths));
  const over = widths.reduce((sum, width) => sum + width, 0) - columns;
  return shown
    .map(({ paint, sign }, at) => {
      const width = (widths[at] ?? 0) - (at === longest ? over : 0);
      return paint(sign.repeat(Math.max(0, width)));
    })
    .join('');
}
