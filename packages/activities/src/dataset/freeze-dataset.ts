import type { ArtifactStore } from '@evoline/clients/artifact-store';
import { mediaTypes } from '@evoline/contract/artifact';
import type { DatasetManifest, DatasetVersionSummary } from '@evoline/contract/dataset';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { datasetSummary, recordDataset } from '@evoline/db/queries/datasets';
import { minedRepositoryNames, newestVerdicts } from '@evoline/db/queries/mined-verdicts';
import { runById } from '@evoline/db/queries/runs';
import { assembleDataset } from '@evoline/domain/dataset/assemble-dataset';
import { chooseCurrentItems } from '@evoline/domain/dataset/choose-current-items';
import type { CurrentItems } from '@evoline/domain/dataset/choose-current-items';
import { winnowItems } from '@evoline/domain/dataset/winnow-items';
import { readSignature } from '@evoline/domain/mine/decontamination/min-hash';
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
  const { recipe } = config;
  const current = await currentItems(database, recipe.repositories);
  const { asOf } = config;
  const facts = { recipe, asOf, optOuts: [], revoked: new Map<string, string>() };
  const { items, funnel, notes } = winnowItems(current, facts);
  if (items.length === 0) {
    throw new EvolineFailure(
      'nothing_to_work_on',
      `No pull request of ${recipe.repositories.join(', ')} is kept. Start minePullRequests first.`,
    );
  }
  const assembled = assembleDataset(items, recipe);
  const { digest, items: placed } = assembled;
  const manifest: DatasetManifest = {
    format: 'evoline.dataset.v2',
    digest,
    recipe,
    deltaOf: null,
    changes: [...placed],
  };
  const { row, created } = await recordDataset(database, {
    ...assembled,
    recipe,
    notes: [...notes, ...assembled.notes],
    funnel,
    state: 'published',
    deltaOf: null,
    changes: { added: placed.length, removed: 0, edited: 0, moved: 0 },
    items: placed.length,
    licences: {},
    languages: {},
    queryWindows: [],
    minedUnder: [],
    decontamination: [],
    optOutsDigest: null,
    asOf: new Date(config.asOf),
    heldBack: [],
    reason: config.reason,
    manifest: await store.putJson(manifest, mediaTypes.datasetManifest),
    delta: placed.map(({ digest: itemDigest, ...place }) => ({ ...place, itemDigest })),
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
      const signature = row.signature === null ? null : readSignature(row.signature);
      return { ...row, mergedAt, signature, minedAt: row.minedAt.toISOString() };
    }),
  );
}
