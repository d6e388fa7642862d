import { table } from '@evoline/cli/report/table';
import type { MeasuredSubject } from './bench.ts';
import type { Machine } from './machine.ts';

/** Everything that was measured, for people. */
export function resultTable(machine: Machine, measured: readonly MeasuredSubject[]): string {
  const rows = measured.flatMap(({ subject, figures, peakMemoryMegabytes }) => [
    ...figures.map(({ figure, value, unit, note }) => [
      subject,
      figure,
      shown(value),
      unit,
      note ?? '',
    ]),
    [subject, 'peak memory', shown(peakMemoryMegabytes), 'MB', 'with all that it started'],
  ]);
  const { cores, processor, memoryGibibytes, node, loadBefore } = machine;
  const where = `${cores} cores (${processor}), ${memoryGibibytes} GiB, Node ${node}, load before: ${loadBefore}`;
  return `\n${where}\n\n${table(['subject', 'figure', 'value', 'unit', 'note'], rows)}\n`;
}

/** Three digits that count, aligned at their right end. */
function shown(value: number): string {
  const isWhole = Number.isInteger(value) || value >= 100;
  const digits = isWhole ? value.toFixed(0) : value.toPrecision(3);
  return digits.padStart(7);
}
