import { padText } from '../explaining/visible-text.ts';

const gap = '   ';

/** How many blocks fit next to each other, one or two, and how wide each may be. */
export interface Abreast {
  readonly perRow: 1 | 2;
  readonly width: number;
}

export function abreast(columns: number, narrowest: number): Abreast {
  const half = Math.floor((columns - gap.length) / 2);
  return half < narrowest ? { perRow: 1, width: columns } : { perRow: 2, width: half };
}

/** Blocks of lines, two in a row or below each other; lines may hold colours. */
export function beside(blocks: readonly (readonly string[])[], { perRow, width }: Abreast): string {
  const rows = Array.from({ length: Math.ceil(blocks.length / perRow) }, (_row, at) => {
    const [left = [], right = []] = blocks.slice(at * perRow, (at + 1) * perRow);
    return Array.from({ length: Math.max(left.length, right.length) }, (_line, line) => {
      const [first = '', second = ''] = [left[line], right[line]];
      return second === '' ? first : `${padText(first, width)}${gap}${second}`;
    }).join('\n');
  });
  return rows.join('\n\n');
}
