/** A table of Markdown; numbers to the right. Cells may hold anything that people typed. */
export function markdownTable(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const rule = header.map((_, column) => (typeof rows[0]?.[column] === 'number' ? '---:' : '---'));
  const lines = [header, rule, ...rows].map((cells) => `| ${cells.map(cellText).join(' | ')} |`);
  return lines.join('\n');
}

function cellText(cell: string | number): string {
  return typeof cell === 'number' ? String(cell) : inline(cell);
}

/** Text on one line of Markdown, with nothing in it that is taken for markup. */
export function inline(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*[\]<>|]/g, String.raw`\$&`);
}
