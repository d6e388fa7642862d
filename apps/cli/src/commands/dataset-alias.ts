import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import {
  aliasHistory,
  type AliasRow,
  latest,
  pointAlias,
  standingAliases,
} from '@evoline/db/queries/aliases';
import { refuseRevoked } from '@evoline/db/queries/dataset-states';
import { type ExitCode, type Io, UsageError, writeResult } from '../io.ts';
import { table } from '../report/table.ts';
import { requireDataset } from './require-dataset.ts';

export interface AliasDeps {
  readonly database: Database;
  /** Who is written down beside a change. */
  readonly user: string;
}

/**
 * `evoline dataset alias [name] [version]`: all names, what one name pointed at, or a name for a version.
 *
 * @throws UsageError; EvolineFailure not_found, input_invalid, dataset_revoked
 */
export async function datasetAlias(
  deps: AliasDeps,
  name: string | undefined,
  version: string | undefined,
  io: Io,
): Promise<ExitCode> {
  const { database } = deps;
  if (name === undefined)
    return tell(io, await standingAliases(database, 'dataset'), 'No names yet.');
  if (version === undefined) {
    const rows = await aliasHistory(database, 'dataset', name);
    if (rows.length > 0) return tell(io, rows, '');
    const cure = '`evoline dataset alias` lists the names';
    throw new EvolineFailure('not_found', `no dataset version is called ${name}; ${cure}`);
  }
  requireFreeName(name);
  const found = await requireDataset(database, version);
  const { digest: target, project } = found;
  await database.transaction(async (db) => {
    await refuseRevoked(db, found);
    const by = { project, createdBy: deps.user, runId: null };
    await pointAlias(db, { kind: 'dataset', name, target, ...by });
  });
  writeResult(io, { name, target }, `${name} is dataset version ${target}`);
  return 0;
}

/** A name must not be taken for the beginning of a digest, nor for a pull request. */
function requireFreeName(name: string): void {
  if (name === latest) {
    throw new UsageError('latest follows what is published: npx evoline dataset publish <version>');
  }
  const isName = /^[a-z][a-z0-9._-]{0,63}$/i.test(name) && !/^[0-9a-f]{4,64}$/i.test(name);
  if (isName) return;
  throw new UsageError(
    `${name} cannot be a name: expected letters, digits, . _ -, beginning with a letter, and no beginning of a digest`,
  );
}

function tell(io: Io, rows: readonly AliasRow[], empty: string): ExitCode {
  const header = ['name', 'version', 'since (UTC)', 'by'];
  const lines = rows.map((row) => [
    row.name,
    row.target.slice(0, 12),
    row.createdAt.toISOString().slice(0, 19),
    row.createdBy,
  ]);
  writeResult(io, rows, rows.length === 0 ? empty : table(header, lines));
  return 0;
}
