import type { Database } from '@evoline/db/open-database';
import { type DatasetDifference, datasetDifference } from '@evoline/db/queries/dataset-difference';
import type { DatasetRow } from '@evoline/db/queries/datasets';
import { matchesName } from '@evoline/domain/mine/source-locator';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { datasetDiffText } from '../report/dataset-diff-text.ts';
import { requireDataset } from './require-dataset.ts';

/** How two versions differ; with `--json` it is the document on standard output. */
export interface DatasetDiffResult extends DatasetDifference {
  readonly before: DiffedVersion;
  readonly after: DiffedVersion;
}
export type DiffedVersion = Pick<
  DatasetRow,
  'digest' | 'state' | 'items' | 'splits' | 'funnel' | 'licences' | 'languages' | 'recipe'
>;

export interface DiffOptions {
  /** Pull requests shown of each kind. */
  readonly limit?: number;
}

const shownOfEach = 20;

/**
 * `evoline dataset diff <before> <after>`: what came, went, was edited or changed split from one version to any
 * other, and why; what filters, licences and languages did.
 *
 * @throws EvolineFailure not_found, input_invalid
 */
export async function datasetDiff(
  { database }: { readonly database: Database },
  names: { readonly before: string; readonly after: string },
  options: DiffOptions,
  io: Io,
): Promise<ExitCode> {
  const before = await requireDataset(database, names.before);
  const after = await requireDataset(database, names.after);
  const { repositories } = after.recipe;
  const difference = await datasetDifference(
    database,
    { before, after },
    {
      limit: options.limit ?? (io.json ? Number.MAX_SAFE_INTEGER : shownOfEach),
      selects: (name) => repositories.some((pattern) => matchesName(pattern, name)),
    },
  );
  const result = { before: diffed(before), after: diffed(after), ...difference };
  writeResult(io, result, datasetDiffText(result));
  return 0;
}

function diffed(row: DatasetRow): DiffedVersion {
  const { digest, state, items, splits, funnel, licences, languages, recipe } = row;
  return { digest, state, items, splits, funnel, licences, languages, recipe };
}
