/** One line of the picture. */
export interface SpeedSeries {
  readonly name: string;
  readonly colour: string;
  /** Seconds by characters, both above 0, ascending. */
  readonly points: readonly (readonly [characters: number, seconds: number])[];
}

const width = 780;
const height = 500;
const plot = { left: 72, right: 600, top: 64, bottom: 440 };
const size = { from: 100, to: 100_000 };
const time = { from: 1e-6, to: 100 };

/** Time over size, both logarithmic, as a stand-alone SVG picture. */
export function speedPicture(
  series: readonly SpeedSeries[],
  { title, subtitle }: { readonly title: string; readonly subtitle: string },
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${plot.left}" y="28" font-size="17" font-weight="600" fill="#1a202c">${escapeXml(title)}</text>`,
    `<text x="${plot.left}" y="48" fill="#4a5568">${escapeXml(subtitle)}</text>`,
    ...sizeGrid(),
    ...timeGrid(),
    ...series.map(line),
    ...labels(series),
    '</svg>',
    '',
  ].join('\n');
}

function x(characters: number): number {
  return rounded(along(plot.left, plot.right, [characters, size.from, size.to]));
}

function y(seconds: number): number {
  return rounded(along(plot.bottom, plot.top, [seconds, time.from, time.to]));
}

/** Where a value stands between two ends, on a logarithmic scale. */
function along(
  start: number,
  end: number,
  [value, from, to]: readonly [value: number, from: number, to: number],
): number {
  return start + ((end - start) * Math.log(value / from)) / Math.log(to / from);
}

function sizeGrid(): string[] {
  const marks = [
    [100, '100'],
    [1_000, '1,000'],
    [10_000, '10,000'],
    [100_000, '100,000'],
  ] as const;
  return [
    ...marks.flatMap(([characters, text]) => [
      `<line x1="${x(characters)}" x2="${x(characters)}" y1="${plot.top}" y2="${plot.bottom}" stroke="#e2e8f0"/>`,
      `<text x="${x(characters)}" y="${plot.bottom + 20}" text-anchor="middle" fill="#4a5568">${text}</text>`,
    ]),
    `<text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 42}" text-anchor="middle" fill="#4a5568">characters of the oracle diff</text>`,
  ];
}

function timeGrid(): string[] {
  const marks = ['1 µs', '10 µs', '100 µs', '1 ms', '10 ms', '100 ms', '1 s', '10 s', '100 s'];
  return marks.flatMap((text, at) => {
    const here = y(time.from * 10 ** at);
    return [
      `<line x1="${plot.left}" x2="${plot.right}" y1="${here}" y2="${here}" stroke="#e2e8f0"/>`,
      `<text x="${plot.left - 8}" y="${here + 4}" text-anchor="end" fill="#4a5568">${text}</text>`,
    ];
  });
}

function line({ colour, points }: SpeedSeries): string {
  const places = points.map(([characters, seconds]) => [x(characters), y(seconds)] as const);
  const joined = places.map(([left, top]) => `${left},${top}`).join(' ');
  return [
    `<polyline points="${joined}" fill="none" stroke="${colour}" stroke-width="2.5"/>`,
    ...places.map(([left, top]) => `<circle cx="${left}" cy="${top}" r="3" fill="${colour}"/>`),
  ].join('\n');
}

/** Each name at the end of its line, moved apart where lines end close together. */
function labels(series: readonly SpeedSeries[]): string[] {
  const ends = series
    .flatMap(({ name, colour, points }) => {
      const last = points.at(-1);
      return last === undefined ? [] : [{ name, colour, top: y(last[1]) }];
    })
    .toSorted((one, other) => one.top - other.top);
  let lowest = Number.NEGATIVE_INFINITY;
  return ends.map(({ name, colour, top }) => {
    lowest = Math.max(top, lowest + 17);
    return `<text x="${plot.right + 8}" y="${lowest + 4}" fill="${colour}" font-weight="600">${escapeXml(name)}</text>`;
  });
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0) ?? 0xfffd};`);
}
