import type { DecodingScores } from '@evoline/contract/evaluate';
import { EvolineFailure } from '@evoline/contract/failures';
import type { Database } from '@evoline/db/open-database';
import {
  type EvaluationItemRow,
  type EvaluationRow,
  evaluationItemsOf,
  findEvaluation,
  listEvaluations,
} from '@evoline/db/queries/evaluations';
import { itemsByDigest, type NamedItem } from '@evoline/db/queries/items-by-digest';
import { type ExitCode, type Io, writeResult } from '../io.ts';
import { comparisonText, estimateText, otherEvaluationsText } from '../report/evaluation-text.ts';
import { type Cell, table } from '../report/table.ts';

export interface EvaluationDeps {
  readonly database: Database;
}

/** Items listed for people; `--json` has all of them. */
const listedItems = 40;
const listedEvaluations = 100;

/**
 * `evoline eval show <evaluation>`: scores of both decodings with intervals, exactness beside the
 * reward, the comparison with the baseline, and every item.
 *
 * @throws EvolineFailure not_found
 */
export async function evalShow(
  { database }: EvaluationDeps,
  name: string,
  io: Io,
): Promise<ExitCode> {
  const evaluation = await requireEvaluation(database, name);
  const { items, text } = await describeEvaluation(database, evaluation);
  writeResult(io, { ...evaluation, perItem: items }, text);
  return 0;
}

/**
 * `evoline eval show`: the newest evaluation, and which others there are.
 *
 * @throws EvolineFailure nothing_to_work_on
 */
export async function evalShowNewest({ database }: EvaluationDeps, io: Io): Promise<ExitCode> {
  const evaluation = await requireEvaluation(database, 'latest');
  const recent = await listEvaluations(database, listedEvaluations);
  const others = recent.filter((other) => other.id !== evaluation.id);
  const { items, text } = await describeEvaluation(database, evaluation);
  const texts = others.length === 0 ? [text] : [text, otherEvaluationsText(others)];
  writeResult(io, { ...evaluation, perItem: items, others }, texts.join('\n\n'));
  return 0;
}

/** Every item of an evaluation with its pull request, and the whole for people. */
async function describeEvaluation(database: Database, evaluation: EvaluationRow) {
  const rows = await evaluationItemsOf(database, evaluation.id);
  const named = await itemsByDigest(
    database,
    rows.map((row) => row.itemDigest),
  );
  const items = rows.map((row) => ({ ...row, pullRequest: named.get(row.itemDigest) ?? null }));
  return { items, text: evaluationText(evaluation, rows, named) };
}

/** The evaluation of this name. @throws EvolineFailure not_found; nothing_to_work_on for `latest` */
export async function requireEvaluation(database: Database, name: string): Promise<EvaluationRow> {
  const evaluation = await findEvaluation(database, name);
  if (evaluation !== null) return evaluation;
  if (name === 'latest') {
    const first = 'Nothing has been evaluated yet. Start runPipeline first, or npm run demo.';
    throw new EvolineFailure('nothing_to_work_on', first);
  }
  const cure = 'give an id, the beginning of one (8 characters or more), or latest';
  throw new EvolineFailure('not_found', `there is no evaluation ${name}; ${cure}`);
}

function evaluationText(
  evaluation: EvaluationRow,
  rows: readonly EvaluationItemRow[],
  named: ReadonlyMap<string, NamedItem>,
): string {
  const { metrics, comparison } = evaluation;
  const excluded = Object.entries(metrics.excluded).map(
    ([reason, samples]) => `${reason} ${samples}`,
  );
  return [
    headText(evaluation),
    table(
      ['decoding', 'reward (95 %)', 'exact (95 %)', 'well-formed (95 %)'],
      [scoreRow('T=1', metrics.sampled), scoreRow('greedy', metrics.greedy)],
    ),
    ...(excluded.length === 0 ? [] : [`samples excluded: ${excluded.join(', ')}`]),
    ...(comparison === null ? [] : [comparisonText(comparison)]),
    itemTable(rows, named),
  ].join('\n\n');
}

function headText(evaluation: EvaluationRow): string {
  return [
    `evaluation ${evaluation.id} of policy version ${evaluation.policyVersionId}`,
    `weights ${evaluation.weightsDigest}`,
    `${evaluation.items} items of ${evaluation.split}, dataset version ${evaluation.datasetVersion.slice(0, 12)}, prompt ${evaluation.template}, reward ${evaluation.reward}`,
  ].join('\n');
}

function scoreRow(decoding: string, scores: DecodingScores): Cell[] {
  const { reward, exact, wellFormed } = scores;
  return [decoding, estimateText(reward), estimateText(exact), estimateText(wellFormed)];
}

function itemTable(
  rows: readonly EvaluationItemRow[],
  named: ReadonlyMap<string, NamedItem>,
): string {
  const header = ['pull request', 'greedy reward', 'exact', 'T=1 reward', 'T=1 exact', 'excluded'];
  const cells = rows
    .slice(0, listedItems)
    .map((row) => [
      itemName(named.get(row.itemDigest), row.itemDigest),
      fixed(row.greedyReward),
      row.greedyExact === null ? null : row.greedyExact ? 'yes' : 'no',
      fixed(row.sampledReward),
      fixed(row.sampledExact),
      row.excluded,
    ]);
  const more = rows.length - listedItems;
  return [table(header, cells), ...(more > 0 ? [`… and ${more} more, --json lists all`] : [])].join(
    '\n',
  );
}

/** A pull request as owner/name#12; an item that nobody mined here by its digest. */
export function itemName(item: NamedItem | undefined, digest: string): string {
  return item === undefined ? digest.slice(0, 12) : `${item.repository}#${item.number}`;
}

function fixed(value: number | null): string | null {
  return value === null ? null : value.toFixed(3);
}
