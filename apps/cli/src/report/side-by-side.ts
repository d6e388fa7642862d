/** Narrower than this, a block is hard to read: blocks are stacked instead. */
const narrowest = 56;
const gap = ' │ ';

/** A titled block of text. */
export interface Block {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * Puts blocks next to each other, as many as fit into `columns`, and stacks the rest below. Long
 * lines are wrapped at the width of their block, so that nothing is cut.
 */
export function sideBySide(blocks: readonly Block[], columns: number): string {
  const perRow = Math.max(1, Math.floor((columns + gap.length) / (narrowest + gap.length)));
  const abreast = Math.min(perRow, blocks.length);
  const width = Math.floor((columns - gap.length * (abreast - 1)) / Math.max(1, abreast));
  const rows: string[] = [];
  for (let at = 0; at < blocks.length; at += abreast) {
    rows.push(rowOf(blocks.slice(at, at + abreast), Math.max(width, 1)));
  }
  return rows.join('\n\n');
}

function rowOf(blocks: readonly Block[], width: number): string {
  const cells = blocks.map(({ title, lines }) => [
    ...wrapped(title, width),
    '─'.repeat(width),
    ...lines.flatMap((line) => wrapped(line, width)),
  ]);
  const height = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_line, at) =>
    cells
      .map((cell) => (cell[at] ?? '').padEnd(width))
      .join(gap)
      .trimEnd(),
  ).join('\n');
}

function wrapped(line: string, width: number): string[] {
  if (line === '') return [''];
  const characters = [...printable(line)];
  return Array.from({ length: Math.ceil(characters.length / width) }, (_piece, at) =>
    characters.slice(at * width, (at + 1) * width).join(''),
  );
}

/** What a model wrote must not steer the terminal: control characters are shown as a mark. */
function printable(line: string): string {
  return line.replaceAll('\t', '    ').replaceAll(/\p{Cc}/gu, '\u{fffd}');
}
