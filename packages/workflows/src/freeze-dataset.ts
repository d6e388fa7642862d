import type { DatasetVersionSummary } from '@evoline/contract/dataset';
import type { FreezeResult, WorkflowResult } from '@evoline/contract/results';
import { conduct, type ActiveRun } from './conduct.ts';
import { freezing } from './proxies.ts';

/** Freezes mined items into an immutable dataset version; the same items give the same version. */
export function freezeDataset(raw?: unknown): Promise<WorkflowResult<'freezeDataset'>> {
  return conduct({
    workflow: 'freezeDataset',
    stages: ['dataset'],
    updates: [],
    raw,
    body: freeze,
    summarise: ({ dataset }) => datasetLines(dataset),
  });
}

async function freeze(run: ActiveRun<'freezeDataset'>): Promise<FreezeResult> {
  const { runId, runName, page, log } = run;
  page.attributes({ Stage: 'dataset' });
  page.row('dataset', { state: 'running' });
  await log.started('dataset');
  const dataset = await freezing.freezeDataset.executeWithOptions({ summary: 'freeze items' }, [
    { runId },
  ]);
  page.attributes({ DatasetVersion: dataset.digest });
  page.row('dataset', {
    progress: `${dataset.items} items`,
    detail: `version ${dataset.digest.slice(0, 12)}`,
  });
  return { runId, runName, state: 'done', dataset };
}

function datasetLines(dataset: DatasetVersionSummary): string[] {
  const { digest, items, repositories, splits, created } = dataset;
  const parts = Object.entries(splits).map(([split, count]) => `${split} ${count}`);
  return [
    `dataset version ${digest}${created ? '' : ', which existed already'}`,
    `${items} items of ${repositories} repositories: ${parts.join(', ')}`,
    ...successionLines(dataset),
  ];
}

/** Histories of earlier code tell neither changes nor what held a version back. */
function successionLines({
  parent = null,
  changes,
  heldBack = [],
}: Partial<DatasetVersionSummary>): string[] {
  const lines: string[] = [];
  if (parent !== null && changes !== undefined) {
    const { added, removed, edited, moved } = changes;
    lines.push(
      `since version ${parent.slice(0, 12)}: ${added} added, ${removed} removed, ${edited} edited, ${moved} in another split`,
    );
  }
  if (heldBack.length > 0) lines.push(`a draft: ${heldBack.join('; ')}`);
  return lines;
}
