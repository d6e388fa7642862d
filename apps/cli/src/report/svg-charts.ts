import type { Bar } from '@evoline/domain/dataset/histogram';
import { cutText, visibleText } from '../explaining/visible-text.ts';
import { percent } from '../mining/funnel-text.ts';
import { escapeMarkup } from './escape-markup.ts';

/** A colour of the page's style. */
export type Hue = 'blue' | 'teal' | 'amber' | 'red' | 'orange' | 'violet';

/** A horizontal bar. `from` shifts it, in the unit of `count`. */
export interface SvgBar extends Bar {
  readonly hue: Hue;
  readonly from?: number;
}

/** What a picture is called, and what it shows in a sentence, for those who do not see it. */
export interface PictureText {
  /** Of the picture on its page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/** Of the widest usual fonts, in pixels; `small` for the axes. */
const letterWidth = 7.9;
const smallLetterWidth = 7.3;
const longestLabel = 26;
const rowHeight = 25;
const barHeight = 16;

/** A chart of horizontal bars, one row each; `whole` is what a bar of full length stands for. */
export function svgRows(
  bars: readonly SvgBar[],
  picture: PictureText,
  { width, whole }: { readonly width: number; readonly whole?: number },
): string {
  const told = bars.map(
    ({ count, share }) => `${count.toLocaleString('en-US')} · ${percent(share)}`,
  );
  const room = longest(told) * letterWidth + 10;
  const measured = bars.filter(({ isRest = false }) => !isRest);
  const full = whole ?? Math.max(1, ...measured.map(({ count }) => count));
  const labels = bars.map(({ label }) => cutText(visibleText(label), longestLabel));
  const labelWidth = Math.round(longest(labels) * letterWidth + 18);
  const scale = (width - labelWidth - room) / full;
  const height = bars.length * rowHeight + 4;
  const rows = bars.map(({ label, count, hue, from = 0, isRest = false }, at) => {
    const middle = at * rowHeight + rowHeight / 2 + 2;
    const left = labelWidth + from * scale;
    const length = isRest ? 0 : Math.max(count > 0 ? 2 : 0, count * scale);
    return [
      `<g><title>${escapeMarkup(`${label}: ${told[at]}`)}</title>`,
      `<text class="end" x="${labelWidth - 10}" y="${middle + 4.5}">${escapeMarkup(labels[at] ?? '')}</text>`,
      `<path class="${hue}" d="${rightRounded(left, middle - barHeight / 2, length, barHeight)}"/>`,
      `<text class="soft" x="${round(left + length + 7)}" y="${middle + 4.5}">${escapeMarkup(told[at] ?? '')}</text></g>`,
    ].join('');
  });
  const base = `<line class="base" x1="${labelWidth}" x2="${labelWidth}" y1="0" y2="${height}"/>`;
  return svg(picture, width, height, [...rows, base]);
}

const plot = { top: 20, bottom: 26, right: 14 };
const compact = new Intl.NumberFormat('en-US', { notation: 'compact' });

/** A chart of columns in an order of their own, such as months. */
export function svgColumns(
  bars: readonly Bar[],
  picture: PictureText,
  hue: Hue,
  width: number,
): string {
  const height = 210;
  const floor = height - plot.bottom;
  const top = Math.max(1, ...bars.map(({ count }) => count));
  const ticks = niceTicks(top);
  const scale = (floor - plot.top) / Math.max(top, ticks.at(-1) ?? 1);
  const left = longest(ticks.map((tick) => compact.format(tick))) * smallLetterWidth + 14;
  const step = (width - left - plot.right) / Math.max(1, bars.length);
  const labels = bars.map(({ label }) => axisLabel(label));
  const thick = Math.min(44, step - Math.min(6, step * 0.25));
  const everyLabel = Math.ceil((longest(labels) * smallLetterWidth + 8) / step);
  const columns = bars.map(({ label, count, share }, at) => {
    const centre = left + step * (at + 0.5);
    const length = Math.max(count > 0 ? 1.5 : 0, count * scale);
    const said = count.toLocaleString('en-US');
    const fits = said.length * smallLetterWidth <= step && count > 0;
    return [
      `<g><title>${escapeMarkup(`${label}: ${said} (${percent(share)})`)}</title>`,
      `<path class="${hue}" d="${topRounded(centre - thick / 2, floor, thick, length)}"/>`,
      fits
        ? `<text class="middle small soft" x="${round(centre)}" y="${round(floor - length - 5)}">${said}</text>`
        : '',
      at % everyLabel === 0
        ? `<text class="middle small soft" x="${round(centre)}" y="${height - 8}">${escapeMarkup(labels[at] ?? '')}</text>`
        : '',
      '</g>',
    ].join('');
  });
  const grid = ticks.map((tick) => {
    const y = round(floor - tick * scale);
    return `<line class="grid" x1="${left}" x2="${width}" y1="${y}" y2="${y}"/><text class="end small soft" x="${left - 7}" y="${y + 4}">${compact.format(tick)}</text>`;
  });
  const base = `<line class="base" x1="${left}" x2="${width}" y1="${floor}" y2="${floor}"/>`;
  return svg(picture, width, height, [...grid, ...columns, base]);
}

/** Parts of a whole on one bar, with their names and numbers below. */
export function svgParts(parts: readonly SvgBar[], picture: PictureText, width: number): string {
  const gap = 3;
  const shown = parts.filter(({ count }) => count > 0);
  const room = width - gap * Math.max(0, shown.length - 1);
  let left = 0;
  const bars = shown.map(({ label, count, share, hue }) => {
    const length = Math.max(4, room * share);
    const bar = `<g><title>${escapeMarkup(`${label}: ${count.toLocaleString('en-US')} (${percent(share)})`)}</title><path class="${hue}" d="${box(left, 4, length, 30)}"/></g>`;
    left += length + gap;
    return bar;
  });
  const legend = parts.map(({ label, count, share, hue }, at) => {
    const x = (width / Math.max(1, parts.length)) * at;
    return `<path class="${hue}" d="${box(x, 49, 12, 12)}"/><text x="${x + 19}" y="60">${escapeMarkup(label)} <tspan class="soft">${count.toLocaleString('en-US')} · ${escapeMarkup(percent(share))}</tspan></text>`;
  });
  return svg(picture, width, 70, [...bars, ...legend]);
}

function svg(
  { id, title, description }: PictureText,
  width: number,
  height: number,
  marks: readonly string[],
): string {
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-description">`,
    `<title id="${id}-title">${escapeMarkup(title)}</title>`,
    `<desc id="${id}-description">${escapeMarkup(description)}</desc>`,
    ...marks,
    '</svg>',
  ].join('\n');
}

/** Ranges in few letters: `2k–4k`, `≤ 5`, `> 1k`. */
function axisLabel(label: string): string {
  return label
    .replaceAll(/(\d),00[01]\b/g, '$1k')
    .replace(/^up to /, '≤ ')
    .replace(/^over /, '> ')
    .replace(' to ', '–');
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

/** Two or three round numbers up to about `top`. */
function niceTicks(top: number): number[] {
  const rough = top / 3;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)));
  const step = [1, 2, 5, 10].map((of) => of * power).find((of) => of >= rough) ?? 10 * power;
  return Array.from({ length: Math.floor(top / step) }, (_tick, at) => step * (at + 1));
}

function rightRounded(x: number, y: number, width: number, height: number): string {
  const r = Math.min(4, width / 2);
  return `M${round(x)} ${round(y)}h${round(width - r)}q${r} 0 ${r} ${r}v${round(height - 2 * r)}q0 ${r} ${-r} ${r}h${round(r - width)}z`;
}

function topRounded(x: number, floor: number, width: number, height: number): string {
  const r = Math.min(4, height, width / 2);
  return `M${round(x)} ${round(floor)}v${round(r - height)}q0 ${-r} ${r} ${-r}h${round(width - 2 * r)}q${r} 0 ${r} ${r}v${round(height - r)}z`;
}

function box(x: number, y: number, width: number, height: number): string {
  const r = 3;
  return `M${round(x + r)} ${y}h${round(width - 2 * r)}q${r} 0 ${r} ${r}v${height - 2 * r}q0 ${r} ${-r} ${r}h${round(2 * r - width)}q${-r} 0 ${-r} ${-r}v${2 * r - height}q0 ${-r} ${r} ${-r}z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
