import type { CurvePoint } from './learning-curve.ts';

const BAR_COLUMNS = 40;

/** The learning curve for a terminal: one line per evaluated version, a bar from -1 to 1. */
export function learningCurveText(points: readonly CurvePoint[]): string {
  const lines = points.map((point) => {
    const { mean, low, high } = point.sampledReward;
    return [
      String(point.step).padStart(6),
      bar(low, mean, high),
      signed(mean),
      `[${signed(low)}, ${signed(high)}]`,
      share(point.sampledExact.mean),
      share(point.greedyExact.mean),
    ].join('  ');
  });
  return [`update  ${axis()}  reward  95 % interval     exact   exact`, ...lines, legend()].join(
    '\n',
  );
}

function bar(low: number, mean: number, high: number): string {
  const cells = Array.from({ length: BAR_COLUMNS }, (_, column) => {
    const from = -1 + (2 * column) / BAR_COLUMNS;
    const to = from + 2 / BAR_COLUMNS;
    if (mean >= from && mean < to) return '█';
    return to > low && from < high ? '▒' : '·';
  });
  if (mean >= 1) cells[BAR_COLUMNS - 1] = '█';
  return cells.join('');
}

function axis(): string {
  return `-1${'0'.padStart(BAR_COLUMNS / 2 - 1)}${'+1'.padStart(BAR_COLUMNS / 2 - 1)}`;
}

function legend(): string {
  return `        █ mean reward of samples at T=1, ▒ its 95 % interval; exact shares: at T=1, greedy`;
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`;
}

function share(value: number): string {
  return `${(100 * value).toFixed(1)} %`.padStart(6);
}
