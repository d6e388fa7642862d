import type { Split } from '@evoline/contract/dataset';
import type { Histogram } from '@evoline/domain/dataset/describe-dataset';
import type { Bar } from '@evoline/domain/dataset/histogram';
import { percent } from '../mining/funnel-text.ts';
import { escapeMarkup } from './escape-markup.ts';
import type { DatasetPortrait } from './gather-portrait.ts';
import { pageStyle } from './page-style.ts';
import { portraitHead, shownTime, splitNames } from './portrait-head.ts';
import { differentLine, sinceLines } from './since-parent.ts';
import {
  type Hue,
  type PictureText,
  type SvgBar,
  svgColumns,
  svgParts,
  svgRows,
} from './svg-charts.ts';

const wide = 1_040;
const half = 510;

/**
 * A dataset version as one page that stands alone: no scripts, nothing from elsewhere. Behind every picture
 * stands a table of its numbers.
 */
export function portraitPage(portrait: DatasetPortrait): string {
  const { row, histograms } = portrait;
  const short = row.digest.slice(0, 12);
  return `${[
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>Dataset version ${short}</title>`,
    `<style>\n${pageStyle}\n</style>`,
    '</head>',
    '<body>',
    '<main>',
    headMarkup(portrait),
    sinceMarkup(portrait),
    splitFigure(portrait),
    waterfallFigure(portrait),
    '<div class="histograms">',
    ...histograms.map(histogramFigure),
    '</div>',
    `<footer>evoline · frozen ${shownTime(row.createdAt)} · <code>${row.digest}</code></footer>`,
    '</main>',
    '</body>',
    '</html>',
  ].join('\n')}\n`;
}

function headMarkup(portrait: DatasetPortrait): string {
  const { row, parent } = portrait;
  const { state, facts, remarks } = portraitHead(portrait);
  const { seen = 0, kept = 0 } = row.funnel;
  const grown = parent === null ? row.items : row.items - parent.items;
  const tiles = [
    [row.items, 'items'],
    [row.repositories, row.repositories === 1 ? 'repository' : 'repositories'],
    [
      seen === 0 ? '–' : escapeMarkup(percent(kept / seen)),
      `kept of ${seen.toLocaleString('en-US')} pull requests`,
    ],
    [
      `${grown < 0 ? '−' : '+'}${Math.abs(grown).toLocaleString('en-US')}`,
      parent === null
        ? 'items; it is the first version'
        : `items since ${parent.digest.slice(0, 12)}`,
    ],
  ] as const;
  return [
    '<header>',
    '<div class="eyebrow">Dataset version</div>',
    `<h1><code>${row.digest.slice(0, 12)}</code><span class="state ${state}">${state}</span></h1>`,
    `<div class="whole"><code>${row.digest}</code></div>`,
    '</header>',
    `<div class="tiles">${tiles.map(([value, what]) => `<div class="tile"><b>${value.toLocaleString('en-US')}</b><span>${what}</span></div>`).join('')}</div>`,
    ...remarks.map(
      ({ kind, text }) =>
        `<p class="remark ${kind === 'held back' ? 'held' : kind}"><b>${kind}:</b> ${escapeMarkup(text)}</p>`,
    ),
    `<dl class="facts">${facts.map(({ name, text }) => `<dt>${name}</dt><dd>${escapeMarkup(text)}</dd>`).join('')}</dl>`,
  ].join('\n');
}

function sinceMarkup({ parent, since }: DatasetPortrait): string {
  if (parent === null || since === null) return '';
  const facts = sinceLines(since).map(
    ({ name, text }) => `<dt>${name}</dt><dd>${escapeMarkup(text)}</dd>`,
  );
  const items = since.difference.items.map(
    (item) => `<li>${escapeMarkup(differentLine(item))}</li>`,
  );
  return [
    '<section class="since">',
    `<h2>Since <code>${parent.digest.slice(0, 12)}</code></h2>`,
    `<dl class="facts">${facts.join('')}</dl>`,
    items.length === 0
      ? ''
      : `<details><summary>Some of the pull requests</summary><ul>${items.join('')}</ul></details>`,
    '</section>',
  ].join('\n');
}

const splitHues: Readonly<Record<Split, Hue>> = {
  'warm-start': 'amber',
  train: 'blue',
  'held-out': 'teal',
};

function splitFigure({ row, repositories }: DatasetPortrait): string {
  const parts = splitNames.map((split): SvgBar => {
    const count = row.splits[split];
    return {
      label: split,
      count,
      share: row.items === 0 ? 0 : count / row.items,
      hue: splitHues[split],
    };
  });
  const text = pictureText('splits', 'Splits', parts);
  const rows = splitNames.map((split, at) => {
    const holders = repositories.filter(({ splits }) => splits[split] > 0).length;
    return [split, parts[at]?.count ?? 0, percent(parts[at]?.share ?? 0), holders];
  });
  const table = tableMarkup(['split', 'items', 'share', 'repositories'], rows);
  return figure(text, null, svgParts(parts, text, wide), table, true);
}

const stageHues = { seen: 'blue', mining: 'red', freezing: 'orange', kept: 'blue' } as const;

function waterfallFigure({ waterfall }: DatasetPortrait): string {
  const bars = waterfall.map(({ name, stage, count, share, left }): SvgBar => {
    const isDrop = stage === 'mining' || stage === 'freezing';
    return {
      label: isDrop ? `− ${name}` : name,
      count,
      share,
      hue: stageHues[stage],
      from: isDrop ? left : 0,
    };
  });
  const text = pictureText('funnel', 'From pull requests to items', bars);
  const whole = Math.max(1, waterfall[0]?.count ?? 1);
  const picture = svgRows(bars, text, { width: wide, whole });
  const rows = waterfall.map(({ name, count, share, left, because }) => [
    name,
    count,
    percent(share),
    left,
    because,
  ]);
  const table = tableMarkup(['step', 'pull requests', 'share', 'left', 'because'], rows);
  return figure(
    text,
    'what mining dropped in red, what freezing left out in orange',
    picture,
    table,
    true,
  );
}

function histogramFigure({ name, title, bars, of, isScale }: Histogram): string {
  const text = pictureText(name, title, bars);
  const picture = isScale
    ? svgColumns(bars, text, 'violet', half)
    : svgRows(
        bars.map((bar) => ({ ...bar, hue: 'blue' })),
        text,
        { width: half },
      );
  const rows = bars.map(({ label, count, share }) => [label, count, percent(share)]);
  return figure(
    text,
    of,
    picture,
    tableMarkup([isScale ? 'range' : 'name', 'items', 'share'], rows),
    false,
  );
}

/** The two longest bars tell most of a picture. */
function pictureText(id: string, title: string, bars: readonly Bar[]): PictureText {
  const most = bars.toSorted((a, b) => b.count - a.count).slice(0, 2);
  const told = most.map(
    ({ label, count, share }) => `${label} ${count.toLocaleString('en-US')} (${percent(share)})`,
  );
  return {
    id,
    title,
    description: `${bars.length} bars; the longest: ${told.join(', ')}. All numbers stand in the table below.`,
  };
}

function figure(
  text: PictureText,
  aside: string | null,
  picture: string,
  table: string,
  isWide: boolean,
): string {
  return [
    `<figure${isWide ? ' class="wide"' : ''}>`,
    `<figcaption><h2>${text.title}</h2>${aside === null ? '' : `<p>${escapeMarkup(aside)}</p>`}</figcaption>`,
    `<div class="scroll">${picture}</div>`,
    `<details><summary>Numbers</summary><div class="scroll">${table}</div></details>`,
    '</figure>',
  ].join('\n');
}

function tableMarkup(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const isNumber = header.map((_name, at) => typeof rows[0]?.[at] === 'number');
  const kind = (at: number) => (isNumber[at] === true ? ' class="number"' : '');
  const head = header.map((name, at) => `<th scope="col"${kind(at)}>${name}</th>`).join('');
  const body = rows.map((cells) => {
    const texts = cells.map((cell) =>
      typeof cell === 'number' ? cell.toLocaleString('en-US') : escapeMarkup(cell),
    );
    return `<tr>${texts.map((text, at) => `<td${kind(at)}>${text}</td>`).join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}
