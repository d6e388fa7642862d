import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import type { DatasetVersionSummary } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { datasetSummary, recordDataset } from '@evoline/db/queries/datasets';
import { minedRepositoryNames, newestVerdicts } from '@evoline/db/queries/mined-verdicts';
import { runById } from '@evoline/db/queries/runs';
import { assembleDataset } from '@evoline/domain/dataset/assemble-dataset';
import { chooseCurrentItems } from '@evoline/domain/dataset/choose-current-items';
import type { CurrentItems } from '@evoline/domain/dataset/choose-current-items';
import { winnowItems } from '@evoline/domain/dataset/winnow-items';
import { matchesName } from '@evoline/domain/mine/source-locator';
import { runConfig } from '../ledger/run-config.ts';

export interface DatasetDeps {
  readonly database: Database;
  readonly store: ArtifactStore;
}

/**
 * Freezes the newest item of every kept pull request that the run's configuration selects into an
 * immutable version. The same items and configuration give the same version, which is then returned.
 *
 * @throws EvolineFailure nothing_to_work_on when nothing is kept
 */
export async function freezeDataset(
  { database, store }: DatasetDeps,
  { runId }: { readonly runId: string },
): Promise<DatasetVersionSummary> {
  const run = await runById(database, runId);
  const config = await runConfig(database, runId, 'freezeDataset');
  const current = await currentItems(database, config.repositories);
  const { items, funnel } = winnowItems(current, config.nearDuplicateSimilarity);
  if (items.length === 0) {
    throw new EvolineFailure(
      'nothing_to_work_on',
      `No pull request of ${config.repositories.join(', ')} is kept. Start minePullRequests first.`,
    );
  }
  const { manifest, digest, configDigest, splits, repositories, notes } = assembleDataset(
    items,
    config,
  );
  const { row, created } = await recordDataset(database, {
    digest,
    config,
    configDigest,
    notes: [...notes],
    funnel,
    splits,
    repositories,
    manifest: await store.putJson(manifest, mediaTypes.datasetManifest),
    placed: manifest.items,
    codeRevision: run.codeRevision,
    project: run.project,
    createdBy: run.createdBy,
    createdRunId: runId,
  });
  return datasetSummary(row, created);
}

async function currentItems(
  database: Database,
  patterns: readonly string[],
): Promise<CurrentItems> {
  const names = await minedRepositoryNames(database, { withItems: false });
  const selected = names.filter((name) => patterns.some((pattern) => matchesName(pattern, name)));
  const verdicts = await newestVerdicts(database, selected);
  return chooseCurrentItems(
    verdicts.map((row) => {
      const mergedAt = row.mergedAt?.toISOString() ?? null;
      return { ...row, mergedAt, minedAt: row.minedAt.toISOString() };
    }),
  );
}
