/** A cell; numbers are aligned to the right. */
export type Cell = string | number | null;

/**
 * A plain table for terminals: one header line, a rule, one line a row. Wide text is not cut; the
 * terminal wraps it.
 */
export function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const text = rows.map((row) => row.map(cellText));
  const widths = header.map((name, column) =>
    Math.max(name.length, ...text.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[], row?: readonly Cell[]) =>
    cells
      .map((cell, column) => align(cell, widths[column] ?? 0, typeof row?.[column] === 'number'))
      .join('  ')
      .trimEnd();
  return [
    line(header),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...text.map((cells, index) => line(cells, rows[index])),
  ].join('\n');
}

function cellText(cell: Cell): string {
  return cell === null ? '–' : String(cell);
}

function align(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}
