import type { createColors } from 'picocolors';
import { visibleText } from '../explaining/visible-text.ts';
import type { ReadItem } from './gather-item.ts';
import { numberRanges } from './number-ranges.ts';

/** In which versions an item stands, and what was trained and measured on it. */
export function usedLines(
  { versions, runs, evaluations }: ReadItem,
  colours: ReturnType<typeof createColors>,
): string[] {
  const measured = evaluations.filter((one) => one.measuredOn).length;
  const trained = evaluations.filter((one) => one.trainedOn).length;
  return [
    colours.bold('Where it stands'),
    ...(versions.length === 0 ? ['  in no dataset version'] : []),
    ...versions.map(
      ({ version, split, state }) =>
        `  dataset version ${version.slice(0, 12)}: ${split}${state === 'published' ? '' : ` (${state})`}`,
    ),
    ...(runs.length === 0 ? ['  no training step used it'] : []),
    ...runs.map(
      ({ runName, samples, demonstrations, steps }) =>
        `  run ${visibleText(runName)}: ${counted(samples, 'rewarded sample')}, ${counted(demonstrations, 'demonstration')}, steps ${numberRanges(steps)}`,
    ),
    evaluations.length === 0
      ? '  it touched no evaluation'
      : `  ${counted(measured, 'evaluation')} measured on it; ${counted(trained, 'evaluation')} of policies that were trained on it`,
  ];
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : `${one}s`}`;
}
