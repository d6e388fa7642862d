import type { ExplainedFile } from '@evoline/domain/reward/explain-file';
import { type DiffRow, diffRows, type LeftOutRows } from './diff-rows.ts';
import { type Cell, widthOf, wrapCells } from './terminal-cells.ts';

type Paint = (text: string) => string;

/** How the parts of a diff are shown. */
export interface DiffColours {
  readonly matched: Paint;
  readonly onlyPredicted: Paint;
  readonly onlyOracle: Paint;
  readonly aside: Paint;
}

/** Columns narrower than this are hard to read: the two diffs are stacked instead. */
const narrowestColumn = 30;
const signColumns = 3;

/**
 * The predicted and the oracle diff of a file next to each other. Between them stands `=` beside equal lines,
 * `~` beside lines that differ, `<` and `>` beside lines that only one side has. Long lines are wrapped, so that
 * nothing is left out but the inside of long runs of equal lines.
 */
export function diffColumns(file: ExplainedFile, columns: number, colours: DiffColours): string[] {
  const rows = diffRows(file);
  const titles = {
    predicted: file.predictedDiff === '' ? 'predicted: not changed' : 'predicted',
    oracle: file.oracleDiff === '' ? 'oracle: not changed' : 'oracle',
  };
  const width = Math.floor((columns - signColumns) / 2);
  if (width < narrowestColumn) {
    const { onlyPredicted, onlyOracle } = colours;
    return [
      ...oneSide(titles.predicted, rows, {
        side: 'predicted',
        own: onlyPredicted,
        columns,
        colours,
      }),
      '',
      ...oneSide(titles.oracle, rows, { side: 'oracle', own: onlyOracle, columns, colours }),
    ];
  }
  return [
    `${titles.predicted.padEnd(width + signColumns)}${titles.oracle}`,
    '─'.repeat(2 * width + signColumns),
    ...rows.flatMap((row) =>
      'leftOut' in row ? [leftOutText(row, colours)] : rowLines(row, width, colours),
    ),
  ];
}

function rowLines(row: DiffRow, width: number, colours: DiffColours): string[] {
  const predicted = wrapCells(row.predicted ?? [], width);
  const oracle = wrapCells(row.oracle ?? [], width);
  return Array.from({ length: Math.max(predicted.length, oracle.length) }, (_line, at) => {
    const [left, right] = [predicted[at] ?? [], oracle[at] ?? []];
    const padding = ' '.repeat(Math.max(0, width - widthOf(left)));
    const sign = colours.aside(at === 0 ? signOf(row) : ' ');
    const leftText = paint(left, colours.matched, colours.onlyPredicted);
    return `${leftText}${padding} ${sign} ${paint(right, colours.matched, colours.onlyOracle)}`.trimEnd();
  });
}

function signOf({ predicted, oracle, equal }: DiffRow): string {
  if (equal) return '=';
  if (oracle === null) return '<';
  return predicted === null ? '>' : '~';
}

function oneSide(
  title: string,
  rows: readonly (DiffRow | LeftOutRows)[],
  shown: {
    readonly side: 'predicted' | 'oracle';
    readonly own: Paint;
    readonly columns: number;
    readonly colours: DiffColours;
  },
): string[] {
  const { side, own, columns, colours } = shown;
  const lines = rows.flatMap((row) => {
    if ('leftOut' in row) return [leftOutText(row, colours)];
    const cells = row[side];
    if (cells === null) return [];
    return wrapCells(cells, columns).map((part) => paint(part, colours.matched, own).trimEnd());
  });
  return [title, '─'.repeat(columns), ...lines];
}

function leftOutText({ leftOut }: LeftOutRows, { aside }: DiffColours): string {
  return aside(`… ${leftOut} equal lines`);
}

/** Switches colours only where the mark changes. */
function paint(cells: readonly Cell[], matched: Paint, other: Paint): string {
  const runs: { readonly marked: boolean; text: string }[] = [];
  for (const { marked, text } of cells) {
    const last = runs.at(-1);
    if (last?.marked === marked) last.text += text;
    else runs.push({ marked, text });
  }
  return runs.map(({ marked, text }) => (marked ? matched(text) : other(text))).join('');
}
