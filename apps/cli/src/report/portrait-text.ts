import type { Split } from '@evoline/contract/dataset';
import type { Histogram } from '@evoline/domain/dataset/describe-dataset';
import type { WaterfallStep } from '@evoline/domain/dataset/describe-waterfall';
import { createColors } from 'picocolors';
import { cutText, padText, visibleText } from '../explaining/visible-text.ts';
import { wrapProse } from '../explaining/terminal-cells.ts';
import type { Page } from '../explaining/explanation-text.ts';
import { percent } from '../mining/funnel-text.ts';
import { barLines, stackedBar } from './bar-lines.ts';
import { abreast, beside } from './beside.ts';
import type { DatasetPortrait } from './gather-portrait.ts';
import { portraitHead, splitNames } from './portrait-head.ts';
import { differentLine, sinceLines } from './since-parent.ts';

type Colours = ReturnType<typeof createColors>;

const widestPage = 160;
const narrowestChart = 46;

/** A dataset version for a terminal: head, splits, funnel, histograms, in the columns that there are. */
export function portraitText(portrait: DatasetPortrait, page: Page): string {
  const colours = createColors(page.colour);
  const columns = Math.min(page.columns, widestPage);
  const place = abreast(columns, narrowestChart);
  const charts = portrait.histograms.map((one) => histogramLines(one, place.width, colours));
  return [
    headLines(portrait, columns, colours),
    sinceText(portrait, columns, colours),
    splitLines(portrait, columns, colours),
    waterfallLines(portrait.waterfall, columns, colours),
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .concat(beside(charts, place))
    .join('\n\n');
}

function headLines(portrait: DatasetPortrait, columns: number, colours: Colours): string[] {
  const { title, state, facts, remarks } = portraitHead(portrait);
  const stateColours = { draft: colours.yellow, published: colours.green, revoked: colours.red };
  const told = factLines(facts, columns, colours);
  const remarked = remarks.flatMap(({ kind, text }) =>
    wrapProse(`${kind}: ${visibleText(text)}`, columns - 2).map((line) =>
      kind === 'note' ? `  ${line}` : `  ${colours.yellow(line)}`,
    ),
  );
  const name = `${colours.bold(title)} (${stateColours[state](state)})`;
  return [name, ...told, ...(remarked.length === 0 ? [] : ['', ...remarked])];
}

function factLines(
  facts: readonly { readonly name: string; readonly text: string }[],
  columns: number,
  colours: Colours,
): string[] {
  const names = Math.max(...facts.map(({ name }) => name.length));
  return facts.flatMap(({ name, text }) =>
    wrapProse(visibleText(text), Math.max(20, columns - names - 4)).map((line, at) => {
      const told = padText(at === 0 ? name : '', names);
      return `  ${colours.dim(told)}  ${line}`;
    }),
  );
}

function sinceText(
  { parent, since }: DatasetPortrait,
  columns: number,
  colours: Colours,
): string[] {
  if (parent === null || since === null) return [];
  const items = since.difference.items.map((item) =>
    cutText(`  ${visibleText(differentLine(item))}`, columns),
  );
  return [
    colours.bold(`Since ${parent.digest.slice(0, 12)}`),
    ...factLines(sinceLines(since), columns, colours),
    ...items,
  ];
}

const splitSigns: Readonly<Record<Split, string>> = {
  'warm-start': '▒',
  train: '█',
  'held-out': '░',
};

function splitLines(
  { row, repositories }: DatasetPortrait,
  columns: number,
  colours: Colours,
): string[] {
  const paints = { 'warm-start': colours.yellow, train: colours.blue, 'held-out': colours.magenta };
  const parts = splitNames.map((split) => {
    return { count: row.splits[split], sign: splitSigns[split], paint: paints[split] };
  });
  const legend = splitNames.map((split) => {
    const count = row.splits[split];
    const holders = repositories.filter(({ splits }) => splits[split] > 0).length;
    const share = percent(row.items === 0 ? 0 : count / row.items);
    return `  ${paints[split](splitSigns[split])} ${split} ${count.toLocaleString('en-US')} (${share})${columns < 60 ? '' : ` of ${counted(holders, 'repository', 'repositories')}`}`;
  });
  return [colours.bold('Splits'), stackedBar(parts, columns), ...legend];
}

function waterfallLines(
  steps: readonly WaterfallStep[],
  columns: number,
  colours: Colours,
): string[] {
  const seen = steps[0]?.count ?? 0;
  const paints = {
    seen: colours.blue,
    mining: colours.red,
    freezing: colours.yellow,
    kept: colours.green,
  };
  const bars = steps.map(({ name, stage, count, share, left }) => {
    const isDrop = stage === 'mining' || stage === 'freezing';
    return { label: isDrop ? `− ${name}` : name, count, share, from: isDrop ? left : 0, stage };
  });
  // One call lays all lines out alike; the colour of each is put on afterwards.
  const lines = barLines(bars, { columns, whole: Math.max(1, seen), paint: (text) => text });
  const painted = lines.map((line, at) =>
    line.replace(/[█▏▎▍▌▋▊▉]+/, paints[bars[at]?.stage ?? 'seen']),
  );
  return [colours.bold('From pull requests to items'), ...painted];
}

function histogramLines(histogram: Histogram, columns: number, colours: Colours): string[] {
  const { title, of, bars, isScale } = histogram;
  const paint = isScale ? colours.cyan : colours.blue;
  const aside = of === null ? [] : [colours.dim(of)];
  return [colours.bold(title), ...aside, ...barLines(bars, { columns, paint })];
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}
