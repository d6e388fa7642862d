import type { ArtifactRef } from '@evoline/contract/artifact';
import type { Split } from '@evoline/contract/dataset';
import type { ExportManifest } from '@evoline/contract/dataset-export';
import type { NewDataset } from '@evoline/db/queries/record-dataset';
import type { NewRun } from '@evoline/db/queries/runs';
import { contentDigest } from '@evoline/domain/content-digest';
import { runIdOf } from '@evoline/domain/run/run-id';

export interface Importer {
  readonly createdBy: string;
  readonly project: string;
}

/** The run that stands for an import: a freeze of a given recipe that no workflow ran. */
export function importRun({ digest, recipe, provenance }: ExportManifest, by: Importer): NewRun {
  const workflowId = `import-${digest.slice(0, 16)}`;
  const { asOf, createdAt, codeRevision } = provenance;
  const config = {
    workflow: 'freezeDataset' as const,
    config: { recipe, asOf: asOf ?? createdAt, publish: false, reason: 'imported', from: null },
  };
  return {
    ...by,
    id: runIdOf(workflowId, 'import'),
    name: workflowId,
    workflow: config.workflow,
    parentRunId: null,
    workflowId,
    firstRunId: 'import',
    config,
    configDigest: contentDigest(config),
    codeRevision,
    plan: [],
  };
}

/** The version as it was frozen elsewhere; here it is a draft until somebody publishes it. */
export function importedVersion(
  { digest, recipe, items, provenance }: ExportManifest,
  { runId, manifest, project }: { runId: string; manifest: ArtifactRef; project: string },
): NewDataset {
  const { parent: _parent, state: _state, createdAt: _createdAt, ...known } = provenance;
  return {
    ...known,
    digest,
    recipe,
    recipeDigest: contentDigest(recipe),
    state: 'draft',
    deltaOf: null,
    items: items.length,
    splits: provenance.splits satisfies Readonly<Record<Split, number>>,
    delta: items.map(({ digest: itemDigest, ...place }) => ({ ...place, itemDigest })),
    asOf: provenance.asOf === null ? null : new Date(provenance.asOf),
    heldBack: ['it was imported: `evoline dataset publish` makes it the latest one'],
    manifest,
    project,
    createdRunId: runId,
  };
}
