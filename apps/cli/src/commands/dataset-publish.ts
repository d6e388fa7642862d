import type { Database } from '@evoline/db/open-database';
import { publishDataset } from '@evoline/db/queries/dataset-states';
import { datasetsByDigest, datasetSummary } from '@evoline/db/queries/datasets';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { requireDataset } from './require-dataset.ts';

export interface PublishDeps {
  readonly database: Database;
  /** Who is written down beside it. */
  readonly user: string;
}

/**
 * `evoline dataset publish <version>`: a draft becomes the newest published version, which `latest` names.
 *
 * @throws EvolineFailure not_found, input_invalid, dataset_revoked
 */
export async function datasetPublish(
  { database, user }: PublishDeps,
  name: string,
  { reason = null }: { readonly reason?: string | null },
  io: Io,
): Promise<ExitCode> {
  const found = await requireDataset(database, name);
  await publishDataset(database, found, { createdBy: user, reason });
  const [row = found] = await datasetsByDigest(database, [found.digest]);
  const was = found.state === 'draft' ? 'was a draft' : 'was published before';
  const held = found.state === 'draft' ? found.heldBack.map((line) => `held back: ${line}`) : [];
  const text = [`dataset version ${row.digest} is published and the latest; it ${was}`, ...held];
  writeResult(io, datasetSummary(row, false), text.join('\n'));
  return 0;
}
