import type { DatasetVersionSummary } from '@evoline/contract/dataset';
import { splitNames } from './portrait-head.ts';
import { table } from './table.ts';

/** A version for people, as `dataset freeze` prints it. */
export function datasetText(summary: DatasetVersionSummary): string {
  const { digest, created, state, items, repositories, splits, funnel, parent } = summary;
  const { seen = 0, kept = 0, ...dropped } = funnel;
  const drops = Object.entries(dropped).map(([reason, count]) => [reason, count]);
  return [
    `dataset version ${digest} (${created ? 'new' : 'it existed already'}, ${state})`,
    `${items} items of ${repositories} repositories: ${splitNames.map((split) => `${split} ${splits[split]}`).join(', ')}`,
    `${kept} of ${seen} pull requests kept, code ${summary.codeRevision}`,
    parent === null ? 'no parent: it is the first' : sinceLine(summary, parent),
    ...summary.heldBack.map((line) => `held back: ${line}`),
    ...(summary.heldBack.length > 0
      ? [`npx evoline dataset publish ${digest.slice(0, 12)} publishes it all the same`]
      : []),
    ...(drops.length === 0 ? [] : ['', table(['dropped because', 'count'], drops)]),
  ].join('\n');
}

function sinceLine({ changes, digest }: DatasetVersionSummary, parent: string): string {
  const { added, removed, edited, moved } = changes;
  const both = `${parent.slice(0, 12)} ${digest.slice(0, 12)}`;
  return `since its parent: ${added} added, ${removed} removed, ${edited} edited, ${moved} in another split; npx evoline dataset diff ${both}`;
}
