import { datasetItems } from '@evoline/db/queries/dataset-items';
import { datasetSummary } from '@evoline/db/queries/datasets';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import {
  type DatasetPortrait,
  gatherPortrait,
  type PortraitDeps,
} from '../report/gather-portrait.ts';
import { portraitPage } from '../report/portrait-page.ts';
import { portraitText } from '../report/portrait-text.ts';
import { tellWhile } from '../report/tell-while.ts';
import { writeWhole } from '../report/write-whole.ts';
import { requireDataset } from './require-dataset.ts';

export interface ShowOptions {
  /** A file to write a page to. */
  readonly html?: string;
}

/**
 * `evoline dataset show <version>`: a version as people look at it, in the terminal or, with `--html`, as one
 * page with pictures. `--json` holds all of it and every item.
 *
 * @throws EvolineFailure not_found, input_invalid
 */
export async function datasetShow(
  deps: PortraitDeps,
  version: string,
  options: ShowOptions,
  io: Io,
): Promise<ExitCode> {
  const row = await requireDataset(deps.database, version);
  const portrait = await tellWhile(io, 'looking at the version', gatherPortrait(deps, row));
  if (options.html !== undefined) await writeWhole(options.html, portraitPage(portrait));
  const items = io.json ? await datasetItems(deps.database, row.digest) : [];
  const page = options.html === undefined ? null : options.html;
  const text = page === null ? portraitText(portrait, io) : `${row.digest} as a page: ${page}`;
  writeResult(io, { ...documentOf(portrait), ...(page !== null && { page }), items }, text);
  return 0;
}

function documentOf({ row, parent, isLatest, states, ...pictures }: DatasetPortrait) {
  const { manifestSha256, createdRunId, createdAt: _at, ...told } = row;
  return {
    ...told,
    ...datasetSummary(row, false),
    manifestSha256,
    createdRunId,
    isLatest,
    states,
    parentItems: parent?.items ?? null,
    ...pictures,
  };
}
