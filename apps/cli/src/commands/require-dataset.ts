import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import { type DatasetRow, findDataset } from '@evoline/db/queries/datasets';

/**
 * The version that people name.
 *
 * @throws EvolineFailure not_found, nothing_to_work_on; input_invalid when several begin like that
 */
export async function requireDataset(database: Database, name: string): Promise<DatasetRow> {
  const row = await findDataset(database, name);
  if (row !== null) return row;
  if (name === 'latest') {
    throw new EvolineFailure(
      'nothing_to_work_on',
      'There is no dataset version yet. Start freezeDataset first.',
    );
  }
  const message = `there is no dataset version ${name}; \`evoline dataset list\` lists them`;
  throw new EvolineFailure('not_found', message);
}
