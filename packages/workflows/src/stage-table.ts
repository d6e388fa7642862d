import type { StageRow } from '@evoline/contract/steering';

/** The UI's Markdown tables have no cell padding, so every cell ends with a wide space. */
const emSpace = '\u2003';

/** The stages as a Markdown table. Text of activities is made safe for a cell. */
export function stageTable(rows: readonly StageRow[]): readonly string[] {
  return [
    tableRow('stage', 'state', 'progress', 'detail'),
    '| --- | --- | --- | --- |',
    ...rows.map((row) => tableRow(row.stage, row.state, row.progress, row.detail)),
  ];
}

function tableRow(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => `${cellText(cell)}${emSpace}`).join(' | ')} |`;
}

function cellText(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').slice(0, 200);
}
