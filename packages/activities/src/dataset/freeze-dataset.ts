import type { DatasetVersionSummary } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import { datasetSummary } from '@evoline/db/queries/datasets';
import { runById } from '@evoline/db/queries/runs';
import { assembleDataset } from '@evoline/domain/dataset/assemble-dataset';
import { contentDigest } from '@evoline/domain/content-digest';
import { runConfig } from '../ledger/run-config.ts';
import { type ChosenItems, chooseItems } from './choose-items.ts';
import type { DatasetDeps } from './dataset-deps.ts';
import { recordAsChild, type VersionToBe } from './record-as-child.ts';
import { versionOrigins } from './version-origins.ts';

/** Freezes that are faster than this one may publish so often before it gives up. */
const overtakings = 5;

/**
 * Freezes the newest item of every kept pull request that the run's configuration selects into an
 * immutable version, stored as what differs from the newest published one. The same items and recipe give
 * the same version, which is then returned. Nothing is written unless all of it is.
 *
 * @throws EvolineFailure nothing_to_work_on when nothing is kept; input_invalid when a split that was asked
 *   for gets nothing; store_corrupt naming an item whose record is missing or damaged; dataset_revoked when
 *   just this version was revoked before
 */
export async function freezeDataset(
  deps: DatasetDeps,
  { runId }: { readonly runId: string },
): Promise<DatasetVersionSummary> {
  const version = await versionToBe(deps, runId);
  for (let overtaken = 0; overtaken <= overtakings; overtaken += 1) {
    const recorded = await recordAsChild(deps, version);
    if (recorded !== null) return datasetSummary(recorded.row, recorded.created);
  }
  throw new EvolineFailure(
    'conflict',
    `other freezes of project ${version.run.project} published a version ${overtakings + 1} times while this one was at work. Freeze again.`,
  );
}

async function versionToBe({ database }: DatasetDeps, runId: string): Promise<VersionToBe> {
  const run = await runById(database, runId);
  const config = await runConfig(database, runId, 'freezeDataset');
  const chosen = await chooseItems(database, config);
  const assembled = assembleDataset(chosen.items, config.recipe);
  const origins = await versionOrigins(database, chosen.items);
  const { funnel } = chosen;
  return {
    run,
    config,
    assembled,
    // Whatever else is known of the items is large and not needed any more.
    drops: chosen.drops,
    facts: {
      ...origins,
      funnel,
      notes: [...chosen.notes, ...assembled.notes],
      optOutsDigest: optOutsDigest(chosen),
    },
  };
}

/** Who was opted out; not who entered them, nor when. null: nobody was. */
function optOutsDigest({ optOuts }: ChosenItems): string | null {
  if (optOuts.length === 0) return null;
  return contentDigest(optOuts.map(({ kind, subject }) => `${kind} ${subject}`).toSorted());
}
