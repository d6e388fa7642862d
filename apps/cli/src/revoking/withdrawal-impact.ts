import type { Database } from '@evoline/db/open-database';
import {
  checkpointsTouchedBy,
  type TouchedCheckpoints,
} from '@evoline/db/queries/checkpoints-touched-by';
import { datasetsHolding } from '@evoline/db/queries/dataset-items';
import { type DatasetRow, datasetsByDigest } from '@evoline/db/queries/datasets';
import { aliasesOf } from '@evoline/db/queries/revoke-datasets';
import {
  evaluationsTouchedBy,
  stepsTouchedBy,
  type TouchedEvaluation,
  type TouchedRun,
} from '@evoline/db/queries/touched-by-items';
import { checkpointsOfVersion, evaluationsOfVersion } from '@evoline/db/queries/trained-on-version';
import type { WithdrawnSubject } from './withdrawn-subject.ts';

/** A version that loses its standing. */
export interface TouchedVersion {
  readonly version: DatasetRow;
  /** Names that point at it, `latest` among them. */
  readonly aliases: readonly string[];
}

export interface PublishedEvaluation extends TouchedEvaluation {
  /** Names under which it was published. */
  readonly aliases: readonly string[];
}

/** What a revocation touches. */
export interface WithdrawalImpact {
  /** Oldest first. */
  readonly versions: readonly TouchedVersion[];
  /** Steps by run; empty when a whole version is revoked: then all steps of its runs are. */
  readonly runs: readonly TouchedRun[];
  readonly checkpoints: readonly TouchedCheckpoints[];
  readonly evaluations: readonly PublishedEvaluation[];
}

/** Follows what is to be revoked to everything that it went into. */
export async function withdrawalImpact(
  database: Database,
  subject: WithdrawnSubject,
): Promise<WithdrawalImpact> {
  if (subject.kind === 'version') return await impactOfVersion(database, subject.version);
  const digests = subject.items.map((item) => item.digest);
  const [holding, runs, checkpoints, evaluations] = await Promise.all([
    datasetsHolding(database, digests),
    stepsTouchedBy(database, digests),
    checkpointsTouchedBy(database, digests),
    evaluationsTouchedBy(database, digests),
  ]);
  const held = [...new Set(holding.map(({ version }) => version))];
  const versions = await touchedVersions(database, await datasetsByDigest(database, held));
  return { versions, runs, checkpoints, evaluations: await published(database, evaluations) };
}

async function impactOfVersion(database: Database, version: DatasetRow): Promise<WithdrawalImpact> {
  const [checkpoints, evaluations] = await Promise.all([
    checkpointsOfVersion(database, version.digest),
    evaluationsOfVersion(database, version.digest),
  ]);
  return {
    versions: await touchedVersions(database, [version]),
    runs: [],
    checkpoints,
    evaluations: await published(database, evaluations),
  };
}

async function touchedVersions(
  database: Database,
  rows: readonly DatasetRow[],
): Promise<TouchedVersion[]> {
  const digests = rows.map((row) => row.digest);
  const names = Map.groupBy(await aliasesOf(database, 'dataset', digests), (row) => row.target);
  return rows
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((version) => {
      return { version, aliases: (names.get(version.digest) ?? []).map(({ name }) => name) };
    });
}

async function published(
  database: Database,
  evaluations: readonly TouchedEvaluation[],
): Promise<PublishedEvaluation[]> {
  const ids = evaluations.map((row) => row.evaluationId);
  const names = Map.groupBy(await aliasesOf(database, 'evaluation', ids), (row) => row.target);
  return evaluations.map((row) => {
    return { ...row, aliases: (names.get(row.evaluationId) ?? []).map(({ name }) => name) };
  });
}
