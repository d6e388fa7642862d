import { type CurvePoint, type CurveSeries, curveSeries } from './learning-curve.ts';

const width = 780;
const height = 440;
const plot = { left: 64, right: 756, top: 64, bottom: 344 };
const lowest = -1;
const highest = 1;

/** The learning curve as a stand-alone SVG picture: held-out scores over updates with 95 % intervals. */
export function learningCurveSvg(points: readonly CurvePoint[], title: string): string {
  const lastStep = Math.max(1, ...points.map((point) => point.step));
  const x = (step: number) => plot.left + ((plot.right - plot.left) * step) / lastStep;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${plot.left}" y="30" font-size="17" font-weight="600" fill="#1a202c">${escapeXml(title)}</text>`,
    `<text x="${plot.left}" y="49" fill="#4a5568">held-out items; shaded: 95 % bootstrap interval over items</text>`,
    ...grid(),
    ...stepTicks(points, x),
    ...curveSeries.map((series) => seriesMarks(series, points, x)),
    ...legend(),
    '</svg>',
    '',
  ].join('\n');
}

function y(value: number): number {
  return plot.bottom - ((plot.bottom - plot.top) * (value - lowest)) / (highest - lowest);
}

function grid(): string[] {
  return [-1, -0.5, 0, 0.5, 1].flatMap((value) => [
    `<line x1="${plot.left}" x2="${plot.right}" y1="${y(value)}" y2="${y(value)}" stroke="${value === 0 ? '#a0aec0' : '#e2e8f0'}"/>`,
    `<text x="${plot.left - 8}" y="${y(value) + 4}" text-anchor="end" fill="#4a5568">${value}</text>`,
  ]);
}

function stepTicks(points: readonly CurvePoint[], x: (step: number) => number): string[] {
  const ticks = points.map(
    ({ step }) =>
      `<text x="${x(step)}" y="${plot.bottom + 20}" text-anchor="middle" fill="#4a5568">${step}</text>`,
  );
  return [
    ...ticks,
    `<text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 40}" text-anchor="middle" fill="#4a5568">GRPO updates</text>`,
  ];
}

function seriesMarks(
  series: CurveSeries,
  points: readonly CurvePoint[],
  x: (step: number) => number,
): string {
  const at = points.map((point) => ({ step: point.step, ...series.at(point) }));
  const upper = at.map(({ step, high }) => `${x(step)},${y(high)}`);
  const lower = at.toReversed().map(({ step, low }) => `${x(step)},${y(low)}`);
  const line = at.map(({ step, mean }) => `${x(step)},${y(mean)}`).join(' ');
  const dash = series.dashed ? ' stroke-dasharray="5 4"' : '';
  return [
    `<polygon points="${[...upper, ...lower].join(' ')}" fill="${series.colour}" opacity="0.14"/>`,
    `<polyline points="${line}" fill="none" stroke="${series.colour}" stroke-width="2.5"${dash}/>`,
    ...at.map(
      ({ step, mean }) =>
        `<circle cx="${x(step)}" cy="${y(mean)}" r="3.5" fill="${series.colour}"/>`,
    ),
  ].join('\n');
}

function legend(): string[] {
  return curveSeries.map((series, index) => {
    const left = plot.left + index * 232;
    const dash = series.dashed ? ' stroke-dasharray="5 4"' : '';
    return [
      `<line x1="${left}" x2="${left + 26}" y1="414" y2="414" stroke="${series.colour}" stroke-width="2.5"${dash}/>`,
      `<text x="${left + 32}" y="418" fill="#1a202c">${series.name}</text>`,
    ].join('\n');
  });
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0) ?? 0xfffd};`);
}
