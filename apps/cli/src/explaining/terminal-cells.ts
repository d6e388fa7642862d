import stringWidth from 'string-width';

/** One character as people see it, made harmless for a terminal. */
export interface Cell {
  readonly text: string;
  /** Columns that it takes: 2 for wide characters, 0 for what only joins others. */
  readonly width: number;
  readonly marked: boolean;
}

const tab = '    ';
const unprintable = '\u{fffd}';
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Takes a line apart. What a model wrote must not steer the terminal: control characters, changes of writing
 * direction and halves of surrogate pairs are shown as a mark.
 *
 * @param isMarked asked for every code point of the line, by its index; a character is marked when all of its
 * code points are.
 */
export function cellsOf(
  line: string,
  isMarked: (codePoint: number) => boolean = () => false,
): Cell[] {
  let codePoint = 0;
  return Array.from(segmenter.segment(line), ({ segment }) => {
    let marked = true;
    for (const _each of segment) {
      marked &&= isMarked(codePoint);
      codePoint += 1;
    }
    const text = printable(segment);
    return { text, width: stringWidth(text), marked };
  });
}

/** Parts a line where it would go beyond `width` columns; an empty line is one part. */
export function wrapCells(cells: readonly Cell[], width: number): Cell[][] {
  let part: Cell[] = [];
  let taken = 0;
  const parts = [part];
  for (const cell of cells) {
    if (taken + cell.width > width && part.length > 0) {
      parts.push((part = []));
      taken = 0;
    }
    part.push(cell);
    taken += cell.width;
  }
  return parts;
}

/** More spaces than one are part of something quoted. */
const singleSpace = /(?<=\S) (?=\S)/;

/** Prose in lines of at most `width` columns, parted between words where that is possible. */
export function wrapProse(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of printableText(text).split(singleSpace)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (stringWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const parts = wrapCells(cellsOf(word), width).map(textOf);
    line = parts.pop() ?? '';
    lines.push(...parts);
  }
  return [...lines, line];
}

/** A text on one line, harmless for a terminal. */
export function printableText(text: string): string {
  return textOf(cellsOf(text));
}

function textOf(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.text).join('');
}

export function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.width, 0);
}

function printable(segment: string): string {
  if (segment === '\t') return tab;
  return segment
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu, unprintable);
}
