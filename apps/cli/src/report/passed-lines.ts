import type { PassedFilter, PassedOutcome } from '@evoline/domain/mine/filters/passed-filters';
import { createColors } from 'picocolors';
import type { Page } from '../explaining/explanation-text.ts';
import { wrapProse } from '../explaining/terminal-cells.ts';
import { visibleText } from '../explaining/visible-text.ts';
import type { ReadItem } from './gather-item.ts';

const signs: Readonly<Record<PassedOutcome, string>> = {
  passed: '✓',
  in_part: '~',
  idle: '·',
  off: '–',
  refuses_now: '✗',
};

/** Every filter with what it measured and what it allows. */
export function passedLines(
  filters: readonly PassedFilter[],
  { runName }: ReadItem['minedBy'],
  { columns, colour }: Page,
): string[] {
  const colours = createColors(colour);
  const paints: Readonly<Record<PassedOutcome, (text: string) => string>> = {
    passed: colours.green,
    in_part: colours.yellow,
    idle: colours.dim,
    off: colours.dim,
    refuses_now: colours.red,
  };
  const width = Math.max(...filters.map(({ reason }) => reason.length));
  const lines = filters.flatMap((filter) => {
    const { reason, outcome } = filter;
    const wrapped = wrapProse(visibleText(tellingOf(filter)), Math.max(24, columns - width - 6));
    return wrapped.map((line, at) =>
      at === 0
        ? `  ${paints[outcome](signs[outcome])} ${reason.padEnd(width)}  ${line}`
        : `    ${' '.repeat(width)}  ${line}`,
    );
  });
  return [
    colours.bold(
      `Why ${filters.length} filters let it pass, as run ${visibleText(runName)} had them`,
    ),
    ...lines,
    colours.dim(legendOf(filters)),
  ];
}

const meanings: Readonly<Record<PassedOutcome, string>> = {
  passed: 'measured again',
  in_part: 'the item does not tell all',
  idle: 'nothing to ask for',
  off: 'switched off',
  refuses_now: 'would be dropped today',
};

/** Of the signs that occur. */
function legendOf(filters: readonly PassedFilter[]): string {
  const outcomes = new Set(filters.map(({ outcome }) => outcome));
  return [...outcomes].map((outcome) => `  ${signs[outcome]} ${meanings[outcome]}`).join('');
}

function tellingOf({ text, untold, outcome }: PassedFilter): string {
  if (outcome === 'in_part') return `${text}; not in the item: ${untold}`;
  return outcome === 'refuses_now' ? `would be dropped today: ${text}` : text;
}
