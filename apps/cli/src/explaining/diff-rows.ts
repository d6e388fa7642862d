import type { ExplainedFile } from '@evoline/domain/reward/explain-file';
import { lineBlocks } from '@evoline/sequence-matcher/line-blocks';
import { type Cell, cellsOf } from './terminal-cells.ts';

/** Lines of both diffs that stand next to each other; null where a side has none. Matched characters are marked. */
export interface DiffRow {
  readonly predicted: readonly Cell[] | null;
  readonly oracle: readonly Cell[] | null;
  readonly equal: boolean;
}

/** Equal lines that are left out. */
export interface LeftOutRows {
  readonly leftOut: number;
}

/** So many equal lines are shown at each end of a longer run. */
const shownOfRun = 3;

/** Lines of the predicted and the oracle diff of a file, equal ones on one height. */
export function diffRows(file: ExplainedFile): (DiffRow | LeftOutRows)[] {
  const predicted = linesOf(
    file.predictedDiff,
    file.blocks.map(({ predictedStart, length }) => [predictedStart, length]),
  );
  const oracle = linesOf(
    file.oracleDiff,
    file.blocks.map(({ oracleStart, length }) => [oracleStart, length]),
  );
  const rows: (DiffRow | LeftOutRows)[] = [];
  let [left, right] = [0, 0];
  for (const { aStart, bStart, length } of lineBlocks(textsOf(predicted), textsOf(oracle))) {
    rows.push(...differing(predicted.slice(left, aStart), oracle.slice(right, bStart)));
    rows.push(
      ...equal(predicted.slice(aStart, aStart + length), oracle.slice(bStart, bStart + length)),
    );
    [left, right] = [aStart + length, bStart + length];
  }
  return rows;
}

interface Line {
  readonly text: string;
  readonly cells: readonly Cell[];
}

function textsOf(lines: readonly Line[]): string[] {
  return lines.map((line) => line.text);
}

function differing(predicted: readonly Line[], oracle: readonly Line[]): DiffRow[] {
  return Array.from({ length: Math.max(predicted.length, oracle.length) }, (_row, at) => ({
    predicted: predicted[at]?.cells ?? null,
    oracle: oracle[at]?.cells ?? null,
    equal: false,
  }));
}

/** Equal lines, whose characters are not always matched with each other: a longer match may lie elsewhere. */
function equal(predicted: readonly Line[], oracle: readonly Line[]): (DiffRow | LeftOutRows)[] {
  const rows: (DiffRow | LeftOutRows)[] = differing(predicted, oracle).map((row) => ({
    ...row,
    equal: true,
  }));
  const leftOut = rows.length - 2 * shownOfRun;
  return leftOut > 1 ? rows.toSpliced(shownOfRun, leftOut, { leftOut }) : rows;
}

function linesOf(diff: string, blocks: readonly (readonly [number, number])[]): Line[] {
  if (diff === '') return [];
  const matched = new Uint8Array(diff.length);
  for (const [start, length] of blocks) matched.fill(1, start, start + length);
  let start = 0;
  return diff.split('\n').map((text) => {
    const from = start;
    start += Array.from(text).length + 1;
    return { text, cells: cellsOf(text, (codePoint) => matched[from + codePoint] === 1) };
  });
}
