import type { ExplainedReward } from '@evoline/domain/reward/explain-reward';
import type { RewardBaselines } from '@evoline/domain/reward/reward-baselines';
import { table } from '../report/table.ts';
import { printableText } from './terminal-cells.ts';

/** What edits would get that solve nothing, and how far the value is above it. */
export function baselineLines({ value, baselines }: ExplainedReward): string[] {
  const { blankLines, unrelated } = baselines;
  const rows = [
    ['a blank line at each place of the oracle', ...against(value, blankLines.value)],
    ...(unrelated === null
      ? []
      : [
          [
            `the most alike of ${unrelated.among} ${unrelated.among === 1 ? 'change' : 'changes'} by other items`,
            ...against(value, unrelated.value),
          ],
        ]),
  ];
  return [
    ...table(['what solves nothing', 'gets', 'this is above by'], rows).split('\n'),
    ...fromLines(unrelated),
  ];
}

function fromLines(unrelated: RewardBaselines['unrelated']): string[] {
  if (unrelated === null) {
    return [
      '(no other items were given to compare with: --unrelated <file>, or --dataset <version>)',
    ];
  }
  return unrelated.from.map(
    ({ path, item, itemPath }) =>
      `  ${printableText(path)}: most like what ${printableText(item)} changes in ${printableText(itemPath)}`,
  );
}

function against(value: number | null, baseline: number | null): (string | null)[] {
  if (baseline === null) return ['over the size cap', null];
  const above = value === null ? null : value - baseline;
  return [decimal(baseline), above === null ? null : `${above < 0 ? '' : '+'}${decimal(above)}`];
}

/** A value or a similarity for people. */
export function decimal(value: number): string {
  return value.toFixed(4);
}
