import type { OutputExcerpt } from '@evoline/domain/reward/output-position';
import { cellsOf, printableText, widthOf } from './terminal-cells.ts';

/** So many lines of what is at fault are shown. */
const mostLines = 8;

/** An excerpt with line numbers; what is at fault is coloured, and underlined where there is no colour. */
export function excerptLines(
  { before, text, after }: OutputExcerpt,
  firstLine: number,
  colour: boolean,
  paint: (text: string) => string,
): string[] {
  const texts = text.split('\n');
  const shown = texts.slice(0, mostLines);
  const gutter = String(firstLine + shown.length).length;
  return shown.flatMap((line, at) => {
    const [lead, trail] = [at === 0 ? before : '', at === texts.length - 1 ? after : ''];
    const number = String(firstLine + at).padStart(gutter);
    const printed = `${number} │ ${printableText(lead)}${paint(printableText(line))}${printableText(trail)}`;
    const underline = `${' '.repeat(gutter)} │ ${' '.repeat(columnsOf(lead))}${'^'.repeat(Math.max(1, columnsOf(line)))}`;
    return colour ? [printed] : [printed.trimEnd(), underline];
  });
}

function columnsOf(text: string): number {
  return widthOf(cellsOf(text));
}
